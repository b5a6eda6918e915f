import { z } from "zod";
import { type Path, valueAt, type YamlFile } from "../source/read-yaml.ts";
import type { PartReader } from "./block-reader.ts";
import { lineShape, linkShape, proseShape } from "./shapes.ts";

/**
 * Reads the sound parts of a value whose shape is wrong elsewhere, only for their Problems: an editor who mistyped one
 * key should hear of the broken link below it in the same run.
 */
export function checkParts(yaml: YamlFile, shape: z.ZodType, path: Path, parts: PartReader): void {
  const value = valueAt(yaml.value, path);
  if (value === undefined) return;
  if (shape instanceof z.ZodOptional) {
    checkParts(yaml, shape.unwrap() as z.ZodType, path, parts);
  } else if (shape instanceof z.ZodObject) {
    for (const [key, inner] of Object.entries(shape.shape))
      if (isMap(value) && Object.hasOwn(value, key))
        checkParts(yaml, inner as z.ZodType, [...path, key], parts);
  } else if (shape instanceof z.ZodArray) {
    if (!Array.isArray(value)) return;
    for (const index of value.keys()) checkParts(yaml, shape.element as z.ZodType, [...path, index], parts);
  } else if (shape.safeParse(value).success) {
    if (shape === proseShape) parts.prose(path);
    if (shape === lineShape) parts.line(path);
    if (shape === linkShape) parts.link(path);
  }
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
