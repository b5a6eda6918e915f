import { z } from "zod";
import type { BlockReader } from "../block-reader.ts";
import { proseShape } from "../shapes.ts";

const shape = z
  .strictObject({ body: proseShape })
  .describe("A letter to the reader, at the top of an issue.");

export const letter: BlockReader<typeof shape> = {
  kind: "letter",
  shape,
  shorthand: { text: "body" },
  read: (_value, parts) => ({ kind: "letter", at: parts.at, body: parts.prose(["body"]) }),
};
