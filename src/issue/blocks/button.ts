import { blockKind } from "../kinds/block-kind.ts";

export const button = blockKind({
  name: "button",
  description: "One thing to click.",
  keys: {
    title: {
      type: "line",
      description: "What the button says: a verb, and what happens.",
      examples: ["Read the whole story", "Take a seat"],
    },
    url: {
      type: "link",
      description: "Where it leads.",
      examples: ["https://example.org/story", "https://example.org/seats"],
    },
  },
});
