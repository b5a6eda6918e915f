import { blockKind } from "../block-kind.ts";

export const quote = blockKind({
  name: "quote",
  description: "Somebody's words, set apart.",
  keys: {
    body: { type: "prose", description: "The words, without quotation marks. Markdown." },
    by: { type: "line", optional: true, description: "Who said it." },
    url: { type: "link", optional: true, description: "Where it was said." },
  },
  shorthand: { text: "body" },
});
