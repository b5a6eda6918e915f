import { z } from "zod";
import { type BlockReader, optional } from "../block-reader.ts";
import { lineShape, linkShape, proseShape } from "../shapes.ts";

const shape = z
  .strictObject({
    title: lineShape.optional(),
    items: z
      .array(
        z.strictObject({
          title: lineShape,
          url: linkShape.optional(),
          source: lineShape.optional().describe("Who reported it."),
          body: proseShape,
        }),
      )
      .min(1, "is empty.\nWrite at least one brief, or leave the block out.")
      .describe("The pieces of news, in their order."),
  })
  .describe("Short news, one paragraph or two each.");

export const briefs: BlockReader<typeof shape> = {
  kind: "briefs",
  shape,
  shorthand: { list: "items" },
  read: (value, parts) => ({
    kind: "briefs",
    at: parts.at,
    ...optional("title", value.title, () => parts.line(["title"])),
    items: value.items.map((item, index) => ({
      title: parts.line(["items", index, "title"]),
      ...optional("url", item.url, () => parts.link(["items", index, "url"])),
      ...optional("source", item.source, () => parts.line(["items", index, "source"])),
      body: parts.prose(["items", index, "body"]),
      at: parts.positionOf(["items", index]),
    })),
  }),
};
