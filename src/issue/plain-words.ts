import type { Line } from "../model/prose.ts";

/** A line as it is compared with another: whether a reader would take both for the same. */
export function plainWords({ parts }: Line): string {
  const words = parts.map((part) => (typeof part === "string" ? part : `{{${part.name}|${part.fallback}}}`));
  return words.join("").replace(/\s+/g, " ").trim().toLowerCase();
}
