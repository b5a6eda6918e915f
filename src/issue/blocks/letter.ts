import { blockKind } from "../block-kind.ts";

export const letter = blockKind({
  name: "letter",
  description: "A letter to the reader, at the top of an issue.",
  keys: { body: { type: "prose", description: "The letter. Markdown." } },
  shorthand: { text: "body" },
});
