import { formatProblem, type Problem } from "../../src/base/problem.ts";
import type { DeclaredFields } from "../../src/issue/merge-fields.ts";
import { parseIssue } from "../../src/issue/parse-issue.ts";
import type { Block, Issue } from "../../src/model/issue.ts";
import type { Prose } from "../../src/model/prose.ts";

/** Issue files as text; a test writes only the part it is about. Blocks start on line 5. */

export const testFields: DeclaredFields = {
  firstName: {},
  first_name: {},
  city: { default: "your town" },
};

export const head = "subject: Hello\npreheader: World\ndate: 2026-09-01\nblocks:\n";

export interface Read {
  readonly issue?: Issue;
  readonly problems: readonly Problem[];
  /** `5:11 issue/unknown-key`, one for each Problem. */
  readonly codes: readonly string[];
  /** One formatted sentence for each Problem. */
  readonly sentences: readonly string[];
}

/** Reads a whole issue file called `issues/a.yaml`. */
export function readText(text: string): Read {
  const { issue, problems } = parseIssue({ file: "issues/a.yaml", text }, { fields: testFields });
  return {
    ...(issue === undefined ? {} : { issue }),
    problems,
    codes: problems.map(({ at, code }) => `${at.line}:${at.column} ${code}`),
    sentences: problems.map(formatProblem),
  };
}

/** Reads an issue with these blocks, written as they stand in the file: `  - letter: Hello`. */
export function readBlocks(blocks: string): Read & { readonly blocks: readonly Block[] } {
  const read = readText(`${head}${blocks}\n`);
  return { ...read, blocks: read.issue?.blocks ?? [] };
}

/** Reads a letter with this Markdown, whose first line is line 6 of the file and whose first column is column 7. */
export function readMarkdown(markdown: string): Read & { readonly prose: Prose } {
  const lines = markdown.split("\n").map((line) => (line === "" ? "" : `      ${line}`));
  const read = readText(`${head}  - letter: |2\n${lines.join("\n")}\n`);
  const [block] = read.issue?.blocks ?? [];
  return { ...read, prose: block?.kind === "letter" ? block.body : [] };
}

/** The same value without its places in the file, to compare what was read and not where. */
export function withoutPlaces(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "at" ? undefined : inner)));
}
