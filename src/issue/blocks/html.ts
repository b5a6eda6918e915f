import { blockKind } from "../kinds/block-kind.ts";

export const html = blockKind({
  name: "html",
  description:
    "HTML as you write it, for what no other block can do. No scripts, no forms, nothing from elsewhere.",
  keys: {
    body: {
      type: "html",
      description: "Sound HTML with styles on the elements; every element is closed.",
      examples: [
        '<p style="text-align: center">★ ★ ★</p>',
        '<table role="presentation"><tr><td>2 : 1</td></tr></table>',
      ],
    },
    text: {
      type: "prose",
      description: "The same in words, for the plain-text part of the mail. Markdown.",
      examples: ["* * *", "We won, two to one."],
    },
  },
});
