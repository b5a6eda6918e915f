import type { RuleHead } from "../rule.ts";

export const altPictureOf: RuleHead = {
  id: "issue/alt-picture-of",
  severity: "warning",
  why: "Readers who hear the mail, or have pictures off, do not learn what the picture shows.",
  example: {
    wrong: ["- image: { src: press.png, alt: Picture of a wooden press }"],
    right: ["- image: { src: press.png, alt: A wooden press with its lever down }"],
  },
};
