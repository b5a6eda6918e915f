import { textsOf } from "../said.ts";
import type { Rule } from "../rule.ts";

export const staleYear: Rule = {
  id: "check/stale-year",
  severity: "warning",
  why: "Readers see a year that was carried over from an earlier issue.",
  example: {
    wrong: ['- letter: "© 2025 The Letterpress Weekly"'],
    right: ['- letter: "© 2026 The Letterpress Weekly"'],
  },
  check({ selection }) {
    const year = Number(selection.date.slice(0, 4));
    return textsOf(selection).flatMap(({ text, at }) =>
      [...text.matchAll(/(?:©|\(c\)|\bcopyright)\s*(?:\d{4}\s*[-–]\s*)?(?<year>\d{4})(?!\d)/giu)].flatMap(
        ({ 0: written, groups }) =>
          Number(groups?.year) === year
            ? []
            : [{ at, message: `"${written}" is not the year of the issue, ${year}.`, remedy: "Correct it." }],
      ),
    );
  },
};
