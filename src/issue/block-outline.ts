import type { Position } from "../base/problem.ts";
import { valueAt, type YamlFile } from "../source/yaml/read-yaml.ts";

/** A block as it stands in the file of an issue, whether it can be read or not. */
export interface OutlinedBlock {
  /** The key it begins with, known or not; empty when it has none. */
  readonly kind: string;
  /** Its first words, as they are written; empty when there are none. */
  readonly words: string;
  readonly at: Position;
  /** The first line that is not its own any more; undefined when it goes on to the end of the file. */
  readonly endLine?: number;
}

/** Which lines of an issue are those of which block. `key` is the one the blocks stand under. */
export function blockOutline(yaml: YamlFile, key: string): readonly OutlinedBlock[] {
  const list = valueAt(yaml.value, [key]);
  if (!Array.isArray(list)) return [];
  const listLine = yaml.keyAt([key]).line;
  const below = Object.keys(yaml.value ?? {})
    .map((one) => yaml.keyAt([one]).line)
    .filter((line) => line > listLine);
  const after = below.length === 0 ? undefined : Math.min(...below);
  const places = list.map((_, index) => yaml.at([key, index]));
  return list.map((entry: unknown, index) => {
    const kind = isMap(entry) ? (Object.keys(entry)[0] ?? "") : "";
    const endLine = places[index + 1]?.line ?? after;
    const at = kind === "" ? yaml.at([key, index]) : yaml.keyAt([key, index, kind]);
    const words = (wordsOf(kind === "" ? entry : valueAt(entry, [kind])) ?? "").slice(0, mostWords);
    return { kind, words, at, ...(endLine === undefined ? {} : { endLine }) };
  });
}

/** The title of something, or the first text in it. */
function wordsOf(value: unknown): string | undefined {
  if (typeof value === "string") return plain(value) || undefined;
  if (!isMap(value) && !Array.isArray(value)) return undefined;
  const title = isMap(value) ? value.title : undefined;
  for (const one of [title, ...Object.values(value)]) {
    const words = wordsOf(one);
    if (words !== undefined) return words;
  }
  return undefined;
}

/** The first line in which something stands beside tags. */
function plain(text: string): string | undefined {
  const lines = text.split("\n").map((line) =>
    line
      .replace(/<[^<>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );
  return lines.find((line) => line !== "");
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Characters. */
const mostWords = 120;
