import { blockKind } from "../block-kind.ts";

export const links = blockKind({
  name: "links",
  description: "A list of links, each with a line about it if wanted.",
  keys: {
    title: { type: "line", optional: true, description: "The title above the list." },
    items: {
      type: "list",
      description: "The links, in their order.",
      min: 1,
      tooFew: "is empty.\nWrite at least one link, or leave the block out.",
      keys: {
        title: { type: "line", description: "What the link leads to." },
        url: { type: "link", description: "Where it leads." },
        source: { type: "line", optional: true, description: "Whose page it is." },
        body: { type: "prose", optional: true, description: "Why it is worth the click. Markdown." },
      },
    },
  },
  shorthand: { list: "items" },
});
