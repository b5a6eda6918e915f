import { type Path, valueAt, type YamlFile } from "../../source/yaml/read-yaml.ts";
import type { NamedImage } from "./read-images.ts";

/** The pictures that a block names which could not be read itself, wherever a `src` stands in it. */
export function unreadPictures(entry: YamlFile, path: Path = []): readonly NamedImage[] {
  const value = valueAt(entry.value, path);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const step = Array.isArray(value) ? Number(key) : key;
    const isSource = key === "src" && typeof inner === "string" && /\S/.test(inner) && !inner.includes("{{");
    return isSource
      ? [{ src: inner.trim(), at: entry.at([...path, step]) }]
      : unreadPictures(entry, [...path, step]);
  });
}
