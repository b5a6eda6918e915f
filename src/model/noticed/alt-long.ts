import type { RuleHead } from "../rule.ts";

export const altLong: RuleHead = {
  id: "issue/alt-long",
  severity: "warning",
  why: "Readers who hear the mail have to listen to all of it before it goes on.",
  example: {
    wrong: [
      "- image:",
      "    src: press.png",
      "    alt: >-",
      "      A wooden press with its lever down, a sheet of paper below it, a window behind it through which the street can be seen,",
      "      and two printers who look at each other",
    ],
    right: [
      "- image:",
      "    src: press.png",
      "    alt: A wooden press with its lever down, and two printers beside it",
    ],
  },
};
