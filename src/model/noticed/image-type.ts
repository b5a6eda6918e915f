import type { RuleHead } from "../rule.ts";

export const imageType: RuleHead = {
  id: "issue/image-type",
  severity: "warning",
  why: "Readers of some mail programs see an empty box with the alternative text.",
  example: {
    wrong: [
      '- image: { src: "https://letters.net/press.webp", width: 300, alt: A wooden press with its lever down }',
    ],
    right: [
      '- image: { src: "https://letters.net/press.png", width: 300, alt: A wooden press with its lever down }',
    ],
  },
};
