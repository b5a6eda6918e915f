import { spawn } from "node:child_process";
import { basename } from "node:path";
import type { Position } from "../base/problem.ts";
import type { TextEditor } from "../preview/text-editor.ts";

/**
 * The program that opens files at a line: the one that was named, or else `$VISUAL` or `$EDITOR` when it is one with a
 * window of its own. One that needs a terminal has none here, so it is undefined then, and pages link to Visual Studio
 * Code instead. `named` may have options and the words `{file}`, `{line}` and `{column}`, such as `code --reuse-window`
 * or `kate -l {line} {file}`; it is parted at white space, and no shell reads it.
 */
export function textEditorOf(
  named: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): TextEditor | undefined {
  const command = named ?? [environment.VISUAL, environment.EDITOR].find(hasWindow);
  const [program, ...given] = command?.trim().split(/\s+/) ?? [];
  if (program === undefined || program === "") return undefined;
  return { name: basename(program), open: (at) => start(program, argumentsFor(program, given, at)) };
}

function hasWindow(command: string | undefined): boolean {
  const [program] = command?.trim().split(/\s+/) ?? [];
  return program !== undefined && Object.hasOwn(ways, kinOf(program));
}

/** `/usr/bin/code.cmd` is `code`. */
function kinOf(program: string): string {
  return basename(program.replaceAll("\\", "/")).replace(/\.(?:cmd|exe|bat|sh)$/i, "");
}

function argumentsFor(program: string, given: readonly string[], at: Position): readonly string[] {
  const values = { file: at.file, line: String(at.line), column: String(at.column) };
  if (given.some((one) => /\{(?:file|line|column)\}/.test(one)))
    return given.map((one) =>
      one.replace(/\{(file|line|column)\}/g, (_, name: keyof typeof values) => values[name]),
    );
  const way = Object.hasOwn(ways, kinOf(program)) ? ways[kinOf(program)] : undefined;
  return [...given, ...(way ?? withColumns)(at)];
}

/** Resolves as soon as it runs: an editor stays open. */
function start(program: string, parameters: readonly string[]): Promise<"opened" | "not-found"> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { stdio: "ignore", detached: true });
    child.once("error", () => resolve("not-found"));
    child.once("spawn", () => {
      child.unref();
      resolve("opened");
    });
  });
}

type Way = (at: Position) => readonly string[];

const withColumns: Way = ({ file, line, column }) => [`${file}:${line}:${column}`];
const goto: Way = (at) => ["--goto", ...withColumns(at)];
const plusLine: Way = ({ file, line }) => [`+${line}`, file];
const jetBrains: Way = ({ file, line, column }) => ["--line", `${line}`, "--column", `${column}`, file];

/** Editors with a window of their own, and how each is told a line. */
const ways: Readonly<Record<string, Way>> = {
  code: goto,
  "code-insiders": goto,
  codium: goto,
  cursor: goto,
  windsurf: goto,
  subl: withColumns,
  zed: withColumns,
  atom: withColumns,
  gvim: plusLine,
  mvim: plusLine,
  gedit: plusLine,
  "gnome-text-editor": plusLine,
  mate: ({ file, line, column }) => ["--line", `${line}:${column}`, file],
  kate: ({ file, line, column }) => ["-l", `${line}`, "-c", `${column}`, file],
  idea: jetBrains,
  webstorm: jetBrains,
  phpstorm: jetBrains,
  pycharm: jetBrains,
};
