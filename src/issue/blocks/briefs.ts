import { blockKind } from "../block-kind.ts";

export const briefs = blockKind({
  name: "briefs",
  description: "Short news, one paragraph or two each.",
  keys: {
    title: { type: "line", optional: true, description: "The title above all of them." },
    items: {
      type: "list",
      description: "The pieces of news, in their order.",
      min: 1,
      tooFew: "is empty.\nWrite at least one brief, or leave the block out.",
      keys: {
        title: { type: "line", description: "The news in one line." },
        url: { type: "link", optional: true, description: "Where title and source lead." },
        body: { type: "prose", description: "One paragraph or two. Markdown." },
        source: { type: "line", optional: true, description: "Who reported it." },
      },
    },
  },
  shorthand: { list: "items" },
});
