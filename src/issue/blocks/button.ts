import { blockKind } from "../block-kind.ts";

export const button = blockKind({
  name: "button",
  description: "One thing to click.",
  keys: {
    title: { type: "line", description: "What the button says: a verb, and what happens." },
    url: { type: "link", description: "Where it leads." },
  },
});
