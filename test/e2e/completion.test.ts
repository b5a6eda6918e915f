import { execFileSync, spawnSync } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type ExampleNewsletter, exampleNewsletter } from "../support/example-newsletter.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { compiled, entry } from "../support/program.ts";

/*
 * The words that the program gives, and what real shells make of them: bash always, zsh and fish where they are
 * installed.
 */

let newsletter: ExampleNewsletter;
let home: string;
beforeAll(async () => {
  newsletter = await exampleNewsletter(["2026-09-01-hello"], 25);
  // As npm installs it, and found from a folder below.
  const programs = join(newsletter.folder, "node_modules/.bin");
  await mkdir(programs, { recursive: true });
  await writeFile(join(programs, "letterpress"), `#!/bin/sh\nexec '${process.execPath}' '${entry}' "$@"\n`);
  await chmod(join(programs, "letterpress"), 0o755);
  home = newsletter.folder;
});
afterAll(async () => {
  await newsletter[Symbol.asyncDispose]();
});

const next = async (...words: readonly string[]) =>
  (await letterpressHere(home, "completion", "bash", "--", ...words)).out.split("\n").slice(0, -1);

describe("the words that could come next", () => {
  test("are commands, those of a group, and help", async () => {
    expect(await next("se")).toEqual(["send", "serve"]);
    expect(await next("")).toEqual(expect.arrayContaining(["demo", "subscribers", "completion", "help"]));
    expect(await next("subscribers", "e")).toEqual(["export", "erase"]);
    expect(await next("help", "st")).toEqual(["status"]);
    expect(await next("nothing", "")).toEqual([]);
  });

  test("are options, but not a switch that stands there already", async () => {
    expect(await next("send", "--d")).toEqual(["--dry-run"]);
    expect(await next("send", "2026-09-01-hello", "--dry-run", "--d")).toEqual([]);
    expect(await next("subscribers", "import", "--ov")).toEqual(["--overwrite"]);
  });

  test("are issues, the latest first, once where a command takes one, again where it takes several", async () => {
    expect(await next("send", "")).toEqual(["2026-09-01-hello", "2025-02-14-musk-vs-altman"]);
    expect(await next("send", "--dry-run", "2025")).toEqual(["2025-02-14-musk-vs-altman"]);
    expect(await next("send", "2026-09-01-hello", "2")).toEqual([]);
    expect(await next("check", "2026-09-01-hello", "2025")).toEqual(["2025-02-14-musk-vs-altman"]);
    expect(await next("send", "issues/")).toEqual([":files"]);
  });

  test("are lists, relays, tags and templates of the newsletter, also behind a sign that a shell sets apart", async () => {
    expect(await next("send", "--list", "")).toEqual(["weekly"]);
    expect(await next("send", "--list", "=", "we")).toEqual(["weekly"]);
    expect(await next("send", "--list", "=")).toEqual(["weekly"]);
    expect(await next("send", "2026-09-01-hello", "--relay", "")).toEqual(["main"]);
    expect(await next("subscribers", "tag", "")).toEqual(["press", "conference", "member"]);
    expect(await next("new", "--template", "")).toEqual(["digest", "letter", "weekly"]);
    expect(await next("subscribers", "import", "")).toEqual([":files"]);
    expect(await next("completion", "z")).toEqual(["zsh"]);
    expect(await next("docs", "dk")).toEqual(["dkim"]);
    const { out } = await letterpressHere(home, "completion", "fish", "--", "send", "--list", "");
    expect(out).toBe("weekly\tThe Letterpress Weekly\n");
  });

  test("are none where nothing can be read, and no shell is an unknown one", async () => {
    const { code, out } = await letterpressHere("/", "completion", "bash", "--", "send", "--list", "");
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(await letterpressHere(home, "completion", "bsh")).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean "bash"?'),
    });
  });
});

/** In a folder of the newsletter, with a PATH on which there is no letterpress. */
function inShell(shell: string, script: string): readonly string[] {
  const { stdout, stderr, status } = spawnSync(shell, ["-c", script], {
    cwd: join(home, "issues"),
    encoding: "utf8",
    env: { ...process.env, ...compiled, PATH: ["/usr/bin", "/bin"].join(delimiter), HOME: home },
  });
  if (status !== 0) throw new Error(`${shell} ended with ${status}: ${stderr}`);
  return stdout.split("\n").slice(0, -1);
}

const scriptOf = (shell: string) =>
  execFileSync(process.execPath, [entry, "completion", shell], { encoding: "utf8" });

function shellTest(shell: string, title: string, run: (script: string) => void): void {
  const isThere = spawnSync(shell, ["-c", "true"]).status === 0;
  (isThere ? test : test.skip)(`${isThere ? "" : `NOT RUN, no ${shell} is installed: `}${title}`, () =>
    run(scriptOf(shell)),
  );
}

describe("a shell", () => {
  shellTest(
    "bash",
    "bash completes letterpress and npx letterpress with the program of the folder above",
    (script) => {
      const completed = (...words: readonly string[]) =>
        inShell(
          "bash",
          `${script}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}) COMP_CWORD=${words.length - 1}\n_letterpress\n[ \${#COMPREPLY[@]} = 0 ] || printf '%s\\n' "\${COMPREPLY[@]}"`,
        );
      expect(completed("letterpress", "se")).toEqual(["send", "serve"]);
      expect(completed("npx", "letterpress", "send", "--li")).toEqual(["--list"]);
      expect(completed("npx", "letterpress", "suppress", "")).toEqual(["add", "list"]);
      expect(completed("npx", "let")).toEqual(["letterpress"]);
      expect(completed("npx", "prettier", "--")).toEqual([]);
      expect(completed("letterpress", "subscribers", "import", "")).toEqual([]);
      expect(inShell("bash", `${script}\ncomplete -p npx`)).toEqual(["complete -F _letterpress npx"]);
    },
  );

  shellTest("zsh", "zsh describes what it completes", (script) => {
    const completed = (...words: readonly string[]) =>
      inShell(
        "zsh",
        `compdef() { : }\n_files() { print FILES }\n_describe() { print -l -- "\${(@P)2}" }\n${script}\nwords=(${words.map((word) => `'${word}'`).join(" ")}) CURRENT=${words.length}\n_letterpress`,
      );
    expect(completed("npx", "letterpress", "send", "--li")).toEqual([
      "--list:the list; needed when there are several",
    ]);
    expect(completed("letterpress", "se")).toEqual([
      "send:send an issue to everybody on a list, once",
      "serve:answer the links in your mails",
    ]);
    expect(completed("letterpress", "subscribers", "import", "")).toEqual(["FILES"]);
  });

  shellTest("fish", "fish describes what it completes", (script) => {
    const completed = (line: string) => inShell("fish", `${script}\ncomplete -C '${line}'`);
    expect(completed("letterpress send --li")).toEqual(["--list\tthe list; needed when there are several"]);
    expect(completed("letterpress se")).toHaveLength(2);
    expect(completed("npx letterpress suppress ")).toEqual(
      expect.arrayContaining([expect.stringMatching(/^add\t/), expect.stringMatching(/^list\t/)]),
    );
  });
});
