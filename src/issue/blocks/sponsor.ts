import { z } from "zod";
import { type BlockReader, optional } from "../block-reader.ts";
import { imageShape, lineShape, linkShape, proseShape } from "../shapes.ts";

const shape = z
  .strictObject({
    name: lineShape,
    url: linkShape,
    image: imageShape.optional(),
    body: proseShape,
  })
  .describe("An advertisement, always labelled as one.");

export const sponsor: BlockReader<typeof shape> = {
  kind: "sponsor",
  shape,
  read: (value, parts) => ({
    kind: "sponsor",
    at: parts.at,
    name: parts.line(["name"]),
    url: parts.link(["url"]),
    ...optional("image", value.image, () => parts.image(["image"])),
    body: parts.prose(["body"]),
  }),
};
