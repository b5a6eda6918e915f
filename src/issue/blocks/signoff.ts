import { blockKind } from "../kinds/block-kind.ts";

export const signoff = blockKind({
  name: "signoff",
  description: "The last words of an issue.",
  keys: {
    body: {
      type: "prose",
      description: "The last words. Markdown.",
      examples: [
        "See you next Friday,\\\nthe desk",
        "That was the week. Write to us: an answer to this mail is enough.",
      ],
    },
  },
  shorthand: { text: "body" },
});
