import { blockKind } from "../kinds/block-kind.ts";

export const feature = blockKind({
  name: "feature",
  description: "The story of an issue, with its own title and, if wanted, a picture.",
  keys: {
    title: {
      type: "line",
      description: "The title of the story.",
      examples: ["Two founders, one feud", "Why the bridge stays closed"],
    },
    url: {
      type: "link",
      optional: true,
      description: "Where the title leads.",
      examples: ["https://example.org/feud", "https://example.org/bridge"],
    },
    image: { type: "image", optional: true, description: "A picture above the text." },
    body: {
      type: "prose",
      description: "The story. Markdown; headings start at ##.",
      examples: [
        "They were **on the same team** once.\n\n## How it began\n\n…",
        "The bridge has been closed since May. We asked [the city](https://example.org/city) why.",
      ],
    },
  },
});
