import { z } from "zod";
import type { BlockReader } from "../block-reader.ts";
import { proseShape } from "../shapes.ts";

const shape = z.strictObject({ body: proseShape }).describe("The last words of an issue.");

export const signoff: BlockReader<typeof shape> = {
  kind: "signoff",
  shape,
  shorthand: { text: "body" },
  read: (_value, parts) => ({ kind: "signoff", at: parts.at, body: parts.prose(["body"]) }),
};
