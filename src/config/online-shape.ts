import * as z from "zod";
import { domainShape } from "./domain-shape.ts";
import { durationShape } from "./duration-shape.ts";

/** How `check --online` asks for links. */
export const onlineShape = z.strictObject({
  skip: z
    .array(domainShape)
    .default([])
    .describe(
      "Domains that are never asked, nor what lies below them, besides those known to block programs.",
    ),
  keep: durationShape
    .prefault("7d")
    .describe("How long a good answer is remembered; others are asked for again after an hour."),
  intranet: z
    .boolean()
    .default(false)
    .describe("true: links into your own network are asked too, because your readers are in it."),
});
