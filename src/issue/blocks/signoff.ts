import { blockKind } from "../block-kind.ts";

export const signoff = blockKind({
  name: "signoff",
  description: "The last words of an issue.",
  keys: { body: { type: "prose", description: "The last words. Markdown." } },
  shorthand: { text: "body" },
});
