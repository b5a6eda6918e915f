import { blockKind } from "../kinds/block-kind.ts";

export const image = blockKind({
  name: "image",
  description: "A picture of its own.",
  keys: {
    image: { type: "image", spread: true, description: "The picture." },
    url: {
      type: "link",
      optional: true,
      description: "Where a click on the picture leads.",
      examples: ["https://example.org/gallery", "https://example.org/map"],
    },
    caption: {
      type: "prose",
      optional: true,
      description: "What stands below the picture. Markdown.",
      examples: [
        "The press, **before** it was repaired.",
        "Seen from [the tower](https://example.org/tower).",
      ],
    },
  },
});
