import { blockKind } from "../block-kind.ts";

export const feature = blockKind({
  name: "feature",
  description: "The story of an issue, with its own title and, if wanted, a picture.",
  keys: {
    title: { type: "line", description: "The title of the story." },
    url: { type: "link", optional: true, description: "Where the title leads." },
    image: { type: "image", optional: true, description: "A picture above the text." },
    body: { type: "prose", description: "The story. Markdown; headings start at ##." },
  },
});
