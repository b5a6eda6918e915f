import { textsOf } from "../said.ts";
import type { Rule } from "../rule.ts";

/** Fewer letters decide nothing: a name, a quotation. */
const fewest = 100;

export const textDirection: Rule = {
  id: "check/text-direction",
  severity: "warning",
  why: "Readers see full stops, numbers and lists on the wrong side of their words.",
  example: {
    wrong: [
      "language: ar",
      "blocks:",
      '  - letter: "This text is in English from its first word to the last, whatever the issue says of it, and so it runs from left to right."',
    ],
    right: [
      "language: en",
      "blocks:",
      '  - letter: "This text is in English from its first word to the last, whatever the issue says of it, and so it runs from left to right."',
    ],
  },
  check({ issue, selection }) {
    const said = textsOf(selection)
      .map(({ text }) => text)
      .join(" ");
    const letters = said.match(/\p{L}/gu)?.length ?? 0;
    const fromRight =
      said.match(/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/gu)
        ?.length ?? 0;
    const runs = fromRight * 2 > letters ? "rtl" : "ltr";
    const clear = Math.max(fromRight, letters - fromRight) > letters * 0.7;
    if (letters < fewest || !clear || runs === selection.direction) return [];
    const message = `the issue says that it runs ${words[selection.direction]}, and most of its letters run ${words[runs]}.`;
    const remedy =
      issue.direction === undefined
        ? 'Write the language of the text as "language".'
        : 'Correct "dir", or leave it out.';
    return [{ at: selection.languageAt, message, remedy }];
  },
};

const words = { ltr: "from left to right", rtl: "from right to left" } as const;
