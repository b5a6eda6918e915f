import type { Position } from "../../base/problem.ts";
import type { Inline, Prose, ProseNode } from "../../model/prose.ts";
import { prosesOf, textOf } from "../said.ts";
import type { Rule } from "../rule.ts";

/** Two lines may begin alike by chance, or be a dialogue. */
const fewest = 3;

export const typedList: Rule = {
  id: "check/typed-list",
  severity: "warning",
  why: "Readers who hear the mail are not told that this is a list, nor how long it is; others see its lines begin at the edge.",
  example: {
    wrong: ["- letter: |", "    ➤ ink\\", "    ➤ paper\\", "    ➤ a press"],
    right: ["- letter: |", "    - ink", "    - paper", "    - a press"],
  },
  check({ selection }) {
    return prosesOf(selection)
      .flatMap((prose) => listsTyped(prose))
      .map((at) => ({ at, message, remedy }));
  },
};

const message = "the signs of this list are typed, so that only the eye sees a list.";
const remedy = 'Begin its lines with "- ", or with "1. " where they are numbered.';

/** Where rows of lines begin with a sign of their own: lines of one paragraph, or paragraphs behind each other. */
function listsTyped(prose: Prose): readonly Position[] {
  const found: Position[] = [];
  let row: { readonly at: Position; readonly length: number } | undefined;
  for (const node of [...prose, undefined]) {
    const lines = node?.type === "paragraph" ? linesOf(node.children) : [];
    const signs = lines.filter(isItem).length;
    if (node !== undefined && signs > 0 && signs >= lines.length - 1)
      row = { at: row?.at ?? node.at, length: (row?.length ?? 0) + signs };
    else {
      if (row !== undefined && row.length >= fewest) found.push(row.at);
      row = undefined;
    }
  }
  return [...found, ...prose.flatMap(insideOf)];
}

function insideOf(node: ProseNode): readonly Position[] {
  if (node.type === "quote") return listsTyped(node.children);
  return node.type === "list" ? node.items.flatMap(listsTyped) : [];
}

function linesOf(inlines: readonly Inline[]): readonly string[] {
  return textOf(inlines).split("\n");
}

/** A dash begins a line of a dialogue in several languages, so it is no sign of a list here. */
function isItem(line: string): boolean {
  return (
    /^\s*(?:[•·‣▪◦●○■▸►➤✓✔]|\p{Extended_Pictographic}️?|\(?\d{1,2}[.)])\s*\S/u.test(line) &&
    !/^\s*\d+\.\d/.test(line)
  );
}
