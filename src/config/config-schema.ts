import * as z from "zod";
import { configShape } from "./shape.ts";

/**
 * The JSON Schema (draft-07) of `letterpress.yaml`, made from the shapes that check it, so that an editor's program
 * completes and explains every key, and docs/reference/config.md tells of it. `rules` are those of `check`, which a
 * room above knows.
 */
export function configJsonSchema(
  rules: readonly { readonly id: string; readonly why: string }[] = [],
): Readonly<Record<string, unknown>> {
  const severity = configShape.shape.check.unwrap().valueType;
  const named = z
    .strictObject(Object.fromEntries(rules.map(({ id, why }) => [id, severity.optional().describe(why)])))
    .optional()
    .describe(configShape.shape.check.description ?? "");
  const shape = rules.length === 0 ? configShape : configShape.extend({ check: named });
  return { title: "letterpress.yaml", ...z.toJSONSchema(shape, { target: "draft-7", io: "input" }) };
}
