import type { RuleHead } from "../rule.ts";

export const imageHeavy: RuleHead = {
  id: "render/image-heavy",
  severity: "warning",
  why: "Readers wait for the picture, and pay for it on the road.",
  example: {
    wrong: [
      "# 4,000 pixels wide, 400 KB.",
      "- image: { src: heavy.png, alt: A wooden press with its lever down }",
    ],
    right: ["# 1,200 pixels wide.", "- image: { src: press.png, alt: A wooden press with its lever down }"],
  },
};
