import { blockKind } from "../block-kind.ts";

export const image = blockKind({
  name: "image",
  description: "A picture of its own.",
  keys: {
    image: { type: "image", spread: true, description: "The picture." },
    url: { type: "link", optional: true, description: "Where a click on the picture leads." },
    caption: { type: "prose", optional: true, description: "What stands below the picture. Markdown." },
  },
});
