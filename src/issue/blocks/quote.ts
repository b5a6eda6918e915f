import { blockKind } from "../kinds/block-kind.ts";

export const quote = blockKind({
  name: "quote",
  description: "Somebody's words, set apart.",
  keys: {
    body: {
      type: "prose",
      description: "The words, without quotation marks. Markdown.",
      examples: ["The argument is about who broke that promise first.", "We did *not* expect that."],
    },
    by: {
      type: "line",
      optional: true,
      description: "Who said it.",
      examples: ["Ada Lovelace", "The mayor, on Monday"],
    },
    url: {
      type: "link",
      optional: true,
      description: "Where it was said.",
      examples: ["https://example.org/interview", "https://example.org/speech"],
    },
  },
  shorthand: { text: "body" },
});
