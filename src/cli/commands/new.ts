import { existsSync } from "node:fs";
import { join } from "node:path";
import { isCalendarDay, localDay, systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { printable } from "../../base/printable.ts";
import { quoted } from "../../base/quoted.ts";
import { didYouMean } from "../../base/suggest.ts";
import type { Config } from "../../config/config.ts";
import { readKinds } from "../../issue/kinds/read-kinds.ts";
import { readIssueFile } from "../../issue/read-issue.ts";
import { nextDay } from "../../issue/scaffold/next-day.ts";
import { type PastIssue, readPastIssues } from "../../issue/past-issues.ts";
import { scaffoldIssue } from "../../issue/scaffold/scaffold-issue.ts";
import { slugOf } from "../../issue/scaffold/slug.ts";
import { templateNames } from "../../render/template/read-template.ts";
import { recoverYaml } from "../../source/yaml/read-yaml.ts";
import { type Command, examples } from "../command.ts";
import { writeEditorFiles } from "../editor-files.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { issueFile, issueId, openNewsletter } from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";
import { writeInside } from "../write-inside.ts";

interface Options {
  readonly date?: string;
  readonly template?: string;
  readonly from?: string;
  readonly json?: boolean;
}

/** `letterpress new [title]` */
export const newIssue: Command = {
  add(program, terminal, exit) {
    program
      .command("new")
      .description(
        "Writes issues/YYYY-MM-DD-title.yaml: the blocks of the last issue with nothing in them yet, the next number, and the next day in the rhythm of the issues, or a week after the last while they have none. Also sets up VS Code, so that it completes and explains every key.",
      )
      .argument("[title...]", "the subject; otherwise it is asked for")
      .option("--date <day>", "the day of the issue, YYYY-MM-DD")
      .option("--template <name>", "another template than that of the last issue")
      .option("--from <issue>", "take the blocks of this issue, not of the last one")
      .option("--json", "print what was written as JSON")
      .addHelpText(
        "after",
        examples(
          'new "Two founders, one feud"',
          'new "Year in review" --date 2026-12-24',
          'new "Special" --from 2025-02-14-musk-vs-altman',
        ),
      )
      .action(async (title: string[], options: Options) => {
        exit(await writeIssue(terminal, title.join(" "), options));
      });
  },
};

async function writeIssue(terminal: Terminal, given: string, options: Options): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const { root, fields } = config;
  if (options.date !== undefined && !isCalendarDay(options.date))
    throw new LetterpressError("use/date", `"${options.date}" is not a day.`, "Write it as YYYY-MM-DD.");
  const past = await readPastIssues(root);
  const like = await skeletonFrom(terminal, config, past, options.from);
  const template = await chosenTemplate(root, like?.value, options.template);
  const { kinds } = await readKinds(root, template);
  const title = oneLine(given) || (await askedTitle(terminal));
  if (title === undefined) return exitCodes.interrupted;
  const numbers = past.flatMap(({ number }) => number ?? []);
  const number = numbers.length === 0 ? undefined : Math.max(...numbers) + 1;
  const days = past.flatMap(({ day }) => day ?? []);
  const next = nextDay(days, localDay(systemClock.now()));
  const day = options.date ?? next.day;
  const file = newFile(root, { title, day, number, language: textAt(like?.value, "language") ?? "en" });
  const { text, leftOut } = scaffoldIssue({
    title,
    day,
    ...(number === undefined ? {} : { number }),
    template,
    kinds,
    fields,
    ...(like === undefined ? {} : { like: like.value }),
    isTaken: (id) => past.some((one) => one.text.includes(id)),
  });
  await write(root, file, text);
  const editor = await writeEditorFiles(root);
  const id = issueId(file);
  const rhythm = options.date === undefined ? next.rhythm : "none";
  if (options.json === true) {
    const answer = {
      file,
      id,
      title,
      date: day,
      number,
      template,
      rhythm,
      from: like?.file,
      leftOut,
      ...editor,
    };
    terminal.print(JSON.stringify(answer, null, 2));
    return exitCodes.done;
  }
  terminal.print(`${terminal.style("green", "new")} ${file}`);
  for (const line of aboutLines({ day, rhythm, number, template, from: like?.file }))
    terminal.print(`    ${line}`);
  for (const kind of leftOut)
    terminal.note(`The template ${template} has no block "${kind}", so it was left out.`);
  for (const sentence of editor.left) terminal.note(sentence);
  if (editor.written.length > 0) terminal.note(`For your editor: ${editor.written.join(", ")}.`);
  terminal.print(`Fill in what is marked ✎, and see it grow with: npx letterpress preview ${quoted(id)}`);
  return exitCodes.done;
}

function aboutLines(about: {
  readonly day: string;
  readonly rhythm: string;
  readonly number: number | undefined;
  readonly template: string;
  readonly from: string | undefined;
}): readonly string[] {
  const { day, rhythm, number, template, from } = about;
  return [
    `${number === undefined ? "" : `number ${number}, `}${day}${rhythm === "none" ? "" : ` (${rhythm})`}, template ${template}`,
    from === undefined ? "the first issue" : `blocks as in ${from}`,
  ];
}

interface Like {
  readonly file: string;
  readonly value: unknown;
}

/** The issue that was named, or the newest one whose YAML can be read at all. */
async function skeletonFrom(
  terminal: Terminal,
  config: Config,
  past: readonly PastIssue[],
  named: string | undefined,
): Promise<Like | undefined> {
  if (named === undefined)
    return past
      .toReversed()
      .map(readLike)
      .find((one) => one !== undefined);
  const file = issueFile(config, terminal.folder, named);
  const read = readLike({ file, text: await readIssueFile(config.root, file) });
  if (read !== undefined) return read;
  throw new LetterpressError(
    "use/no-skeleton",
    `${file} has no blocks that could be taken over.`,
    `See what is wrong with it: npx letterpress check ${quoted(issueId(file))}`,
  );
}

function readLike({ file, text }: Pick<PastIssue, "file" | "text">): Like | undefined {
  const value = recoverYaml({ file, text }).yaml?.value;
  const blocks = (value as { readonly blocks?: unknown } | null | undefined)?.blocks;
  return Array.isArray(blocks) && blocks.length > 0 ? { file, value } : undefined;
}

async function chosenTemplate(root: string, like: unknown, named: string | undefined): Promise<string> {
  const names = await templateNames(join(root, "templates"));
  if (named !== undefined && !names.includes(named))
    throw new LetterpressError(
      "use/no-template",
      `There is no template "${named}" in templates/.`,
      didYouMean(named, names),
    );
  const before = textAt(like, "template") ?? "weekly";
  return named ?? (names.includes(before) ? before : (names[0] ?? before));
}

async function askedTitle(terminal: Terminal): Promise<string | undefined> {
  const missing = new LetterpressError(
    "use/no-title",
    "The issue has no title.",
    'Give it one: npx letterpress new "What it is about". It can be changed later.',
  );
  if (!terminal.interactive) throw missing;
  const answer = await terminal.ask("What is the issue about? This becomes its subject: ");
  if (answer.status === "interrupted") return undefined;
  const title = oneLine(answer.text);
  if (title === "") throw missing;
  return title;
}

/**
 * What a shell or a clipboard brings along is no part of a subject: line breaks, invisible characters, halves of
 * characters.
 */
function oneLine(text: string): string {
  return printable(text.replace(/[\uFFFD\uFDD0-\uFDEF]+/g, " "))
    .replace(/\s+/g, " ")
    .trim();
}

function newFile(
  root: string,
  issue: {
    readonly title: string;
    readonly day: string;
    readonly number: number | undefined;
    readonly language: string;
  },
): string {
  const { title, day, number, language } = issue;
  const slug = slugOf(title, language) ?? (number === undefined ? "issue" : `issue-${number}`);
  const id = `${day}-${slug}`;
  const taken = [".yaml", ".yml"]
    .map((ending) => `issues/${id}${ending}`)
    .find((one) => existsSync(join(root, one)));
  if (taken === undefined) return `issues/${id}.yaml`;
  throw issueExists(taken);
}

function issueExists(file: string): LetterpressError {
  return new LetterpressError(
    "use/issue-exists",
    `There is an issue ${file} already, and it was not touched.`,
    "Choose another title, or another day with --date.",
  );
}

async function write(root: string, file: string, text: string): Promise<void> {
  const written = await writeInside(root, file, text, { fresh: true });
  if (written.status === "written") return;
  if (written.status === "exists") throw issueExists(file);
  const message = `${file} cannot be written: ${written.why}.`;
  throw new LetterpressError("use/unwritable", message, "Make room for it, or write permission.");
}

function textAt(value: unknown, key: string): string | undefined {
  const held = (value as Readonly<Record<string, unknown>> | null | undefined)?.[key];
  return typeof held === "string" ? held : undefined;
}
