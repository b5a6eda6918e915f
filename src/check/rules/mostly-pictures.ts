import { picturesOf, textsOf } from "../said.ts";
import type { Rule } from "../rule.ts";

const fewest = 5;

export const mostlyPictures: Rule = {
  id: "check/mostly-pictures",
  severity: "warning",
  why: "Readers with pictures off get an empty mail, and filters know spam that hides its words in a picture.",
  example: {
    wrong: ["- image: { src: press.png, alt: A wooden press with its lever down }"],
    right: [
      "- image: { src: press.png, alt: A wooden press with its lever down }",
      "- letter: The press is back from its repair, and it runs again.",
    ],
  },
  check({ issue, selection }) {
    const pictures = picturesOf(selection);
    if (pictures.length === 0) return [];
    // Scripts without spaces count by their letters.
    const said = textsOf(selection)
      .slice(2)
      .map(({ text }) => text)
      .join(" ");
    const words = [...new Intl.Segmenter(selection.language, { granularity: "word" }).segment(said)];
    const count = words.filter(({ isWordLike }) => isWordLike === true).length;
    if (count >= fewest) return [];
    const message = `the mail has ${pictures.length === 1 ? "a picture" : `${pictures.length} pictures`} and only ${count} words.`;
    return [{ at: pictures[0]?.at ?? issue.at, message, remedy: "Say in words what the pictures say." }];
  },
};
