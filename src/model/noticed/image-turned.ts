import type { RuleHead } from "../rule.ts";

export const imageTurned: RuleHead = {
  id: "issue/image-turned",
  severity: "warning",
  why: "Readers of some mail programs see the picture on its side.",
  example: {
    wrong: [
      "# A note in the file says that the picture is to be turned.",
      "- image: { src: turned.jpg, alt: A wooden press with its lever down }",
    ],
    right: ["- image: { src: upright.jpg, alt: A wooden press with its lever down }"],
  },
};
