import { blockKind } from "../kinds/block-kind.ts";

export const links = blockKind({
  name: "links",
  description: "A list of links, each with a line about it if wanted.",
  keys: {
    title: {
      type: "line",
      optional: true,
      description: "The title above the list.",
      examples: ["Worth the click", "To read on Sunday"],
    },
    items: {
      type: "list",
      description: "The links, in their order.",
      min: 1,
      tooFew: "is empty.\nWrite at least one link, or leave the block out.",
      keys: {
        title: {
          type: "line",
          description: "What the link leads to.",
          examples: ["How paper is made", "The oldest map of the city"],
        },
        url: {
          type: "link",
          description: "Where it leads.",
          examples: ["https://example.org/paper", "https://example.org/map"],
        },
        source: {
          type: "line",
          optional: true,
          description: "Whose page it is.",
          examples: ["Example Daily", "City Archive"],
        },
        body: {
          type: "prose",
          optional: true,
          description: "Why it is worth the click. Markdown.",
          examples: ["With pictures of every step.", "Drawn in 1593, and *nearly* right."],
        },
      },
    },
  },
  shorthand: { list: "items" },
});
