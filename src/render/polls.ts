import type { Edition } from "../model/edition.ts";
import type { Block } from "../model/issue.ts";
import { idOf, itemsOf, lineOf } from "../model/parts.ts";
import type { Line } from "../model/prose.ts";
import { lineWithTokens } from "./markup.ts";
import { openLine } from "./open-slots.ts";
import type { TokenBook } from "./tokens.ts";

/** The polls among some blocks, with the texts that readers see; nothing where there is none. */
export function pollsOf(blocks: readonly Block[], book: TokenBook): Pick<Edition, "polls"> {
  const segments = (line: Line | undefined) =>
    line === undefined ? [] : openLine(lineWithTokens(line, book), book);
  const polls = blocks
    .filter(({ kind }) => kind === "poll")
    .map(({ parts }) => ({
      id: idOf(parts, "id"),
      question: segments(lineOf(parts, "question")),
      options: itemsOf(parts, "options").map((option) => ({
        id: idOf(option.parts, "id"),
        title: segments(lineOf(option.parts, "title")),
      })),
    }));
  return polls.length === 0 ? {} : { polls };
}
