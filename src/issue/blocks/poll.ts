import { blockKind } from "../kinds/block-kind.ts";

export const poll = blockKind({
  name: "poll",
  description: "A question readers answer with one click.",
  keys: {
    id: {
      type: "id",
      description: "A short name of the poll, part of the links: do not change it later.",
      examples: ["team", "bridge-2026"],
    },
    question: {
      type: "line",
      description: "The question.",
      examples: ["Whose side are you on?", "Should the bridge open again, {{firstName|reader}}?"],
    },
    options: {
      type: "list",
      description: "What readers can choose, two to ten.",
      min: 2,
      max: 10,
      tooFew: "has fewer than two options.\nA poll needs a choice.",
      tooMany: "has more than ten options.\nShorten the list.",
      keys: {
        id: {
          type: "id",
          description: "A short name of the option, part of its link.",
          examples: ["open", "closed"],
        },
        title: { type: "line", description: "The option.", examples: ["Team Musk", "Open it"] },
        body: {
          type: "prose",
          optional: true,
          description: "What speaks for it. Markdown.",
          examples: ["It should belong to **nobody**.", "It costs three million a year."],
        },
      },
    },
  },
});
