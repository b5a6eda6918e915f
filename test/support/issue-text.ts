import { formatProblem, isError, type Problem } from "../../src/base/problem.ts";
import type { BlockKind } from "../../src/issue/kinds/block-kind.ts";
import type { DeclaredFields } from "../../src/issue/merge-fields.ts";
import { parseIssue } from "../../src/issue/parse-issue.ts";
import type { Block, Issue, Part, Parts } from "../../src/model/issue.ts";
import { proseOf } from "../../src/model/parts.ts";
import type { Prose } from "../../src/model/prose.ts";

/** Issue files as text; a test writes only the part it is about. Blocks start on line 5. */

export const testFields: DeclaredFields = {
  firstName: {},
  first_name: {},
  city: { default: "your town" },
  language: {},
};

export const head = "subject: Hello\npreheader: World\ndate: 2026-09-01\nblocks:\n";

export interface Read {
  /** Undefined when a Problem is an error. */
  readonly issue?: Issue;
  readonly problems: readonly Problem[];
  /** `5:11 issue/unknown-key`, one for each Problem. */
  readonly codes: readonly string[];
  /** One formatted sentence for each Problem. */
  readonly sentences: readonly string[];
}

/** Reads a whole issue file called `issues/a.yaml`. */
export function readText(text: string, kinds: readonly BlockKind[] = []): Read {
  const known = { fields: testFields, lists: ["weekly"], tags: ["member"], kinds };
  const { issue, problems } = parseIssue({ file: "issues/a.yaml", text }, known);
  return {
    ...(issue === undefined || problems.some(isError) ? {} : { issue }),
    problems,
    codes: problems.map(({ at, code }) => `${at.line}:${at.column} ${code}`),
    sentences: problems.map(formatProblem),
  };
}

/** Reads an issue with these blocks, written as they stand in the file: `  - letter: Hello`. */
export function readBlocks(
  blocks: string,
  kinds?: readonly BlockKind[],
): Read & { readonly blocks: readonly Block[] } {
  const read = readText(`${head}${blocks}\n`, kinds);
  return { ...read, blocks: read.issue?.blocks ?? [] };
}

/** Reads a letter with this Markdown, whose first line is line 6 of the file and whose first column is column 7. */
export function readMarkdown(markdown: string): Read & { readonly prose: Prose } {
  const lines = markdown.split("\n").map((line) => (line === "" ? "" : `      ${line}`));
  const read = readText(`${head}  - letter: |2\n${lines.join("\n")}\n`);
  const [block] = read.issue?.blocks ?? [];
  return { ...read, prose: block === undefined ? [] : proseOf(block.parts, "body") };
}

/** The same value without its places in the file, to compare what was read and not where. */
export function withoutPlaces(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "at" ? undefined : inner)));
}

/** What a block holds, without the types of its parts and without what is not there. */
export function valuesOf({ kind, parts, only, language }: Block): Readonly<Record<string, unknown>> {
  return {
    kind,
    ...partValues(parts),
    ...(only === undefined ? {} : { only }),
    ...(language === undefined ? {} : { language }),
  };
}

function partValues(parts: Parts): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, part]) => (part.type === "none" ? [] : [[name, partValue(part)]])),
  );
}

function partValue(part: Exclude<Part, { type: "none" }>): unknown {
  switch (part.type) {
    case "line":
      return part.line;
    case "link":
      return part.url;
    case "prose":
      return part.prose;
    case "image":
      return part.image;
    case "html":
      return part.html;
    case "id":
      return part.id;
    case "choice":
      return part.value;
    case "list":
      return part.items.map((item) => ({ ...partValues(item.parts), at: item.at }));
  }
}
