import { blockKind } from "../block-kind.ts";

export const sponsor = blockKind({
  name: "sponsor",
  description: "An advertisement, always labelled as one.",
  keys: {
    name: { type: "line", description: "Who pays for it." },
    url: { type: "link", description: "Where name and picture lead." },
    image: { type: "image", optional: true, description: "The sponsor's picture." },
    body: { type: "prose", description: "The advertisement. Markdown." },
  },
});
