import { blockKind } from "../kinds/block-kind.ts";

export const briefs = blockKind({
  name: "briefs",
  description: "Short news, one paragraph or two each.",
  keys: {
    title: {
      type: "line",
      optional: true,
      description: "The title above all of them.",
      examples: ["This week in tech", "Also in town"],
    },
    items: {
      type: "list",
      description: "The pieces of news, in their order.",
      min: 1,
      tooFew: "is empty.\nWrite at least one brief, or leave the block out.",
      keys: {
        title: {
          type: "line",
          description: "The news in one line.",
          examples: ["A watch goes to the doctor", "The library opens on Sundays"],
        },
        url: {
          type: "link",
          optional: true,
          description: "Where title and source lead.",
          examples: ["https://example.org/watch", "https://example.org/library"],
        },
        body: {
          type: "prose",
          description: "One paragraph or two. Markdown.",
          examples: [
            "In China, the **Watch D2** is now a medical device.",
            "From October on, between ten and four.",
          ],
        },
        source: {
          type: "line",
          optional: true,
          description: "Who reported it.",
          examples: ["Example Daily", "The Example Review"],
        },
      },
    },
  },
  shorthand: { list: "items" },
});
