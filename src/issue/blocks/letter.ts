import { blockKind } from "../kinds/block-kind.ts";

export const letter = blockKind({
  name: "letter",
  description: "A letter to the reader, at the top of an issue.",
  keys: {
    body: {
      type: "prose",
      description: "The letter. Markdown.",
      examples: [
        "Hello {{firstName|there}},\n\na short one today.",
        "Good morning,\n\nit has been a **long** week.",
      ],
    },
  },
  shorthand: { text: "body" },
});
