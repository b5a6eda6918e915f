import { z } from "zod";
import { type BlockReader, optional } from "../block-reader.ts";
import { imageShape, lineShape, linkShape, proseShape } from "../shapes.ts";

const shape = z
  .strictObject({
    title: lineShape,
    url: linkShape.optional(),
    image: imageShape.optional(),
    body: proseShape,
  })
  .describe("The story of an issue, with its own title and, if wanted, a picture.");

export const feature: BlockReader<typeof shape> = {
  kind: "feature",
  shape,
  read: (value, parts) => ({
    kind: "feature",
    at: parts.at,
    title: parts.line(["title"]),
    ...optional("url", value.url, () => parts.link(["url"])),
    ...optional("image", value.image, () => parts.image(["image"])),
    body: parts.prose(["body"]),
  }),
};
