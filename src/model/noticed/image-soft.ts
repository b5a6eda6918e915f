import type { RuleHead } from "../rule.ts";

export const imageSoft: RuleHead = {
  id: "render/image-soft",
  severity: "warning",
  why: "Readers see a blurred picture.",
  example: {
    wrong: [
      "# 20 pixels wide.",
      "- image: { src: small.png, width: 300, alt: A wooden press with its lever down }",
    ],
    right: [
      "# 1,200 pixels wide.",
      "- image: { src: press.png, width: 300, alt: A wooden press with its lever down }",
    ],
  },
};
