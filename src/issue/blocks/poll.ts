import { z } from "zod";
import { problem } from "../../base/problem.ts";
import type { BlockReader, PartReader } from "../block-reader.ts";
import { idShape, lineShape, proseShape } from "../shapes.ts";

const shape = z
  .strictObject({
    id: idShape,
    question: lineShape,
    options: z
      .array(z.strictObject({ id: idShape, title: lineShape, body: proseShape.optional() }))
      .min(2, "has fewer than two options.\nA poll needs a choice.")
      .max(10, "has more than ten options.\nShorten the list.")
      .describe("What readers can choose, two to ten."),
  })
  .describe("A question readers answer with one click.");

export const poll: BlockReader<typeof shape> = {
  kind: "poll",
  shape,
  read(value, parts) {
    reportTwins(value.options, parts);
    return {
      kind: "poll",
      at: parts.at,
      id: value.id,
      question: parts.line(["question"]),
      options: value.options.map((option, index) => ({
        id: option.id,
        title: parts.line(["options", index, "title"]),
        body: option.body === undefined ? [] : parts.prose(["options", index, "body"]),
        at: parts.positionOf(["options", index]),
      })),
    };
  },
};

function reportTwins(options: readonly { readonly id: string }[], parts: PartReader): void {
  options.forEach(({ id }, index) => {
    if (options.findIndex((other) => other.id === id) === index) return;
    const at = parts.positionOf(["options", index, "id"]);
    parts.report(problem(at, "issue/same-id", `two options have the id "${id}".`, "Give each its own."));
  });
}
