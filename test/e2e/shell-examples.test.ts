import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { markdownFiles } from "../documents/markdown-files.ts";
import { type ExampleNewsletter, exampleNewsletter } from "../support/example-newsletter.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { compiled, entry } from "../support/program.ts";
import { shellExamples } from "../support/shell-examples.ts";
import { shellCommands } from "../support/shell-words.ts";
import { type InboxServer, startInboxServer } from "../support/smtp-server.ts";

/*
 * Every line that a document tells people to type is typed, in the order of the document, in a newsletter like the
 * sample whose relay is an inbox on this machine. It has to end with 0. What the lines name (issues, people.csv) is
 * there.
 */

/**
 * Examples of `--help` that end otherwise here, and what they say then: each is for a newsletter in which something
 * else has happened.
 */
const otherwise: Readonly<Record<string, RegExp>> = {
  "npx letterpress render 2025-02-14-musk-vs-altman --as ada@example.org --sent": /is in no mailing of/,
  "npx letterpress render 2025-02-14-musk-vs-altman --variant b --html": /no variant "b"/,
  "npx letterpress send 2025-02-14-musk-vs-altman --yes --plan 4f1c0a9be312":
    /The plan was approved as 4f1c0a9be312/,
  "npx letterpress send 2025-02-14-musk-vs-altman --at '2026-12-01 08:00 Europe/Berlin'":
    /begun, so it cannot be scheduled/,
  "npx letterpress subscribers import-consent consent.jsonl": /no such file/,
  "npx letterpress subscribers import subscribers.csv --dry-run": /It would be 29 rows/,
};

/**
 * Examples of `--help` that ask the internet, which no test does: test/doctor and test/online have servers of their own
 * for them.
 */
const asksTheInternet = /^npx letterpress (?:doctor(?!.* --offline)|check .*--online)/;

const documents = ["README.md", ...markdownFiles().filter((path) => path.startsWith("docs/"))];

let inbox: InboxServer;
beforeAll(async () => {
  inbox = await startInboxServer();
});
afterAll(() => inbox.close());

/** Pages that stay until Ctrl-C take a process each: what was typed for one document need not be typed for the next. */
const looked = new Set<string>();

for (const path of documents) {
  const examples = shellExamples(path).filter(
    ({ line, noRun }) => noRun === undefined && !asksTheInternet.test(line),
  );
  if (examples.length > 0)
    test(`${path}: every example ends as it should`, async () => {
      await using newsletter = await exampleNewsletter(
        examples.map(({ line }) => line),
        inbox.port,
      );
      const ends: unknown[] = [];
      for (const { at, line } of examples) {
        const { code, said } = await type(line, newsletter);
        const isAsExpected = code === 0 || otherwise[line]?.test(said) === true;
        if (!isAsExpected) ends.push({ at, line, code, said });
      }
      expect(ends).toEqual([]);
    }, 180_000);
}

interface Typed {
  readonly code: number | null;
  readonly said: string;
}

async function type(line: string, newsletter: ExampleNewsletter): Promise<Typed> {
  const [first = { words: [], behind: "" }, second, ...others] = shellCommands(line);
  const [npx, program, ...parameters] = first.words;
  const isOurs = npx === "npx" && program === "letterpress" && others.length === 0;
  const isPlain = first.behind === "" || (first.behind === ">" && second?.words.length === 1);
  if (!isOurs || !isPlain || /[*$~]/.test(line)) return typeIntoShell(line, newsletter);
  if (staysUntilInterrupted(parameters)) return lookAndInterrupt(parameters, newsletter);
  // The demo ends by itself only where nobody looks at its inbox.
  const somebody = parameters[0] === "demo" ? {} : { answer };
  const { code, out, err } = await letterpressHere({ folder: newsletter.folder, ...somebody }, ...parameters);
  const [into] = second?.words ?? [];
  if (into !== undefined) await writeFile(join(newsletter.folder, into), out);
  return { code, said: `${out}${err}` };
}

function staysUntilInterrupted(parameters: readonly string[]): boolean {
  if (parameters[0] === "preview") return !parameters.includes("--export");
  return parameters[0] === "serve" || parameters.includes("--watch");
}

/** Of somebody who has read the plan, and otherwise takes what is proposed. */
function answer(question: string, said: string): string {
  if (question.startsWith("Type the number")) return /([\d,]+) readers?/.exec(said)?.[1] ?? "";
  return /Type "(\w+)"/.exec(question)?.[1] ?? "";
}

async function typeIntoShell(line: string, { folder, programs }: ExampleNewsletter): Promise<Typed> {
  const shell = spawn("sh", ["-ec", line], {
    cwd: folder,
    env: { ...process.env, ...compiled, PATH: `${programs}${delimiter}${process.env.PATH}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [shell.stdout, shell.stderr]) stream.on("data", (more) => (said += more));
  return { code: await endOf(shell), said };
}

/** What stays until Ctrl-C: its page answers, or it has printed something, and Ctrl-C ends it. On any free port. */
async function lookAndInterrupt(
  parameters: readonly string[],
  { folder }: ExampleNewsletter,
): Promise<Typed> {
  const ports =
    { preview: ["--port", "0", "--inbox-port", "0"], serve: ["--port", "0"] }[parameters[0] ?? ""] ?? [];
  const page = parameters
    .filter((_, index) => !/^--(?:inbox-)?port$/.test(parameters[index - 1] ?? ""))
    .join(" ");
  if (looked.has(page)) return { code: 0, said: "" };
  looked.add(page);
  const child = spawn(process.execPath, [entry, ...parameters, ...ports], {
    cwd: folder,
    env: { ...process.env, ...compiled },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (more) => (said += more));
  for await (const line of createInterface({ input: child.stdout })) {
    said += `${line}\n`;
    const [address] = /http:\/\/127\.0\.0\.1:\d+[^\s.]*/.exec(line) ?? [];
    if (address === undefined && ports.length > 0) continue;
    // The service has pages for who has a link, and none at its root.
    if (address !== undefined)
      expect((await fetch(address)).status).toBe(parameters[0] === "serve" ? 404 : 200);
    child.kill("SIGINT");
    break;
  }
  return { code: await endOf(child), said };
}

function endOf(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    else child.once("close", resolve);
  });
}
