import { picturesOf } from "../said.ts";
import type { Rule } from "../rule.ts";

export const altTwice: Rule = {
  id: "check/alt-twice",
  severity: "warning",
  why: "Readers who hear the mail, or have pictures off, take two pictures for one.",
  example: {
    wrong: ["- image: { src: press.png, alt: A press }", "- image: { src: lever.png, alt: A press }"],
    right: ["- image: { src: press.png, alt: A press }", "- image: { src: lever.png, alt: Its lever }"],
  },
  check({ selection }) {
    const pictures = picturesOf(selection).filter(({ alt }) => alt !== "");
    return pictures.flatMap(({ src, alt, at }, index) => {
      const other = pictures.slice(0, index).find((one) => one.alt === alt && one.src !== src);
      if (other === undefined) return [];
      const message = `the pictures "${src}" and "${other.src}" have the same alt text.`;
      return [{ at, message, remedy: "Say what each of them shows." }];
    });
  },
};
