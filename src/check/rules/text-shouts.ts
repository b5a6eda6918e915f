import { shortened } from "../../base/shortened.ts";
import { textsOf } from "../said.ts";
import type { Rule } from "../rule.ts";

export const textShouts: Rule = {
  id: "check/text-shouts",
  severity: "warning",
  why: "Readers, and the filters before them, know spam by sentences in capitals and by rows of exclamation marks.",
  example: {
    wrong: ['- letter: "PAPER WILL NEVER BE CHEAPER THAN NOW, so buy some."'],
    right: ['- letter: "Paper will never be cheaper than now, so buy some."'],
  },
  check({ selection }) {
    // Subject and preheader come first; the subject has a rule of its own.
    return textsOf(selection)
      .slice(1)
      .flatMap(({ text, at, isQuoted }) => {
        if (isQuoted) return [];
        const words = shoutedIn(text);
        if (words !== undefined)
          return [
            {
              at,
              message: `"${shortened(words, 40)}" is in capitals.`,
              remedy: "Write it as other sentences.",
            },
          ];
        const marks = /[!?]*!!!+[!?]*|[!?]*[?!]{4,}/.exec(text)?.[0];
        if (marks === undefined) return [];
        return [{ at, message: `"${marks}" is a row of signs.`, remedy: "Write one." }];
      });
  },
};

/** Five words or more, most of them longer than abbreviations are. */
function shoutedIn(text: string): string | undefined {
  const rows =
    text.match(
      /(?<![\p{L}\p{N}_-])\p{Lu}[\p{Lu}'’-]*(?:[ \u00a0]+\p{Lu}[\p{Lu}'’-]*){4,}(?![\p{L}\p{N}_-])/gu,
    ) ?? [];
  return rows.find((row) => row.split(/\s+/).filter((word) => word.length > 3).length >= 3);
}
