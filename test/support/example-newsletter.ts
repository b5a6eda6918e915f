import { cpSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gitRepository } from "./git-repository.ts";
import { letterpressHere } from "./letterpress-here.ts";
import { entry, root } from "./program.ts";
import { issueText } from "./temp-project.ts";

/** A newsletter in which the examples of documents can be typed. */
export interface ExampleNewsletter extends AsyncDisposable {
  readonly folder: string;
  /** A folder with an `npx` that starts this Letterpress, for the PATH of a shell. */
  readonly programs: string;
}

/**
 * The sample newsletter and its readers, with the relay at this port, in a git repository with the tag v1.4. Issues and
 * CSV files that the lines name are there, too.
 */
export async function exampleNewsletter(
  lines: readonly string[],
  relayPort: number,
): Promise<ExampleNewsletter> {
  const above = await mkdtemp(join(tmpdir(), "letterpress-examples-"));
  const folder = join(above, "news");
  const programs = join(above, "programs");
  await mkdir(folder);
  for (const name of ["templates", "issues", "subscribers.csv"])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  await writeFile(join(folder, "letterpress.yaml"), await configWithRelay(relayPort));
  await writeFile(join(folder, ".env.example"), "LETTERPRESS_SMTP_PASSWORD=''\n");
  for (const id of named(lines, /\d{4}-\d{2}-\d{2}-[a-z][a-z0-9-]*/g))
    if (id !== sample) await writeFile(join(folder, `issues/${id}.yaml`), issueOf(id));
  for (const file of named(lines, /(?<=import )[\w-]+\.csv/g))
    if (file !== "subscribers.csv") await writeFile(join(folder, file), people);
  gitRepository(folder)("tag", "v1.4");
  await letterpressHere(folder, "subscribers", "import", "subscribers.csv");
  await letterpressHere(folder, "subscribers", "add", "ada@example.org", "--source", "a form");
  await mkdir(programs);
  await writeFile(join(programs, "npx"), `#!/bin/sh\nshift\nexec '${process.execPath}' '${entry}' "$@"\n`);
  await chmod(join(programs, "npx"), 0o755);
  return {
    folder,
    programs,
    [Symbol.asyncDispose]: () => rm(above, { recursive: true, force: true }),
  };
}

const sample = "2025-02-14-musk-vs-altman";

async function configWithRelay(port: number): Promise<string> {
  const text = await readFile(join(root, "letterpress.yaml"), "utf8");
  const relay = `relays:\n  - { name: main, host: 127.0.0.1, port: ${port}, security: none }\n`;
  return text
    .replace(/^relays:\n(?: .*\n)+/m, relay)
    .replace("tags:\n", "tags:\n  press: {}\n  conference: {}\n");
}

function named(lines: readonly string[], what: RegExp): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.match(what) ?? []));
}

function issueOf(id: string): string {
  return issueText({ subject: `The issue of ${id.slice(0, 10)}` }).replace("2026-09-01", id.slice(0, 10));
}

const people = `email,Given name,city,Phone,tags
ada@example.org,Ada,Paris,1,member
grace@example.org,Grace,London,2,
`;
