import { blockKind } from "../kinds/block-kind.ts";

export const sponsor = blockKind({
  name: "sponsor",
  description: "An advertisement, always labelled as one.",
  keys: {
    name: { type: "line", description: "Who pays for it.", examples: ["Acme", "The Example Bakery"] },
    url: {
      type: "link",
      description: "Where name and picture lead.",
      examples: ["https://example.org/anvils", "https://example.org/bread"],
    },
    image: { type: "image", optional: true, description: "The sponsor's picture." },
    body: {
      type: "prose",
      description: "The advertisement. Markdown.",
      examples: ["Anvils, delivered.", "Bread for **readers of this letter**: one loaf free."],
    },
  },
});
