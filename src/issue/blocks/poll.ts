import { blockKind } from "../block-kind.ts";

export const poll = blockKind({
  name: "poll",
  description: "A question readers answer with one click.",
  keys: {
    id: { type: "id", description: "A short name of the poll, part of the links: do not change it later." },
    question: { type: "line", description: "The question." },
    options: {
      type: "list",
      description: "What readers can choose, two to ten.",
      min: 2,
      max: 10,
      tooFew: "has fewer than two options.\nA poll needs a choice.",
      tooMany: "has more than ten options.\nShorten the list.",
      keys: {
        id: { type: "id", description: "A short name of the option, part of its link." },
        title: { type: "line", description: "The option." },
        body: { type: "prose", optional: true, description: "What speaks for it. Markdown." },
      },
    },
  },
});
