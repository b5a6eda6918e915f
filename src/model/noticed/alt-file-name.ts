import type { RuleHead } from "../rule.ts";

export const altFileName: RuleHead = {
  id: "issue/alt-file-name",
  severity: "warning",
  why: "Readers who hear the mail, or have pictures off, do not learn what the picture shows.",
  example: {
    wrong: ["- image: { src: press.png, alt: press.png }"],
    right: ["- image: { src: press.png, alt: A wooden press with its lever down }"],
  },
};
