import type { Item, Part, Parts } from "../model/issue.ts";
import { type Path, valueAt, type YamlFile } from "../source/yaml/read-yaml.ts";
import { type Key, type Keys, type ListKey, shapeOf } from "./kinds/block-kind.ts";
import type { PartReader } from "./part-reader.ts";
import { imageShape } from "./shapes.ts";

/**
 * Reads what stands under these keys. A value whose shape is wrong is told elsewhere and becomes `none` here, so that
 * an editor who mistyped one key hears of the broken link below it in the same run.
 */
export function readParts(yaml: YamlFile, keys: Keys, parts: PartReader, path: Path = []): Parts {
  return Object.fromEntries(
    Object.entries(keys).map(([name, key]) => {
      const spread = key.type === "image" && key.spread === true;
      return [name, readPart(yaml, key, parts, spread ? path : [...path, name])];
    }),
  );
}

function readPart(yaml: YamlFile, key: Key, parts: PartReader, path: Path): Part {
  const value = valueAt(yaml.value, path);
  if (key.type === "choice") return { type: "choice", value: isOneOf(value, key.of) ? value : key.of[0] };
  if (value === undefined) return { type: "none" };
  if (key.type === "list") return readList(yaml, key, parts, path);
  if (key.type === "image")
    return imageShapeFits(value, key) ? { type: "image", image: parts.image(path) } : { type: "none" };
  if (!shapeOf(key).safeParse(value).success) return { type: "none" };
  switch (key.type) {
    case "line":
      return { type: "line", line: parts.line(path) };
    case "link":
      return { type: "link", url: parts.link(path) };
    case "prose":
      return { type: "prose", prose: parts.prose(path) };
    case "html":
      return { type: "html", html: parts.html(path) };
    case "id":
      return { type: "id", id: String(value) };
  }
}

function readList(yaml: YamlFile, key: ListKey, parts: PartReader, path: Path): Part {
  const value = valueAt(yaml.value, path);
  if (!Array.isArray(value)) return { type: "none" };
  const items: Item[] = [...value.keys()].map((index) => ({
    parts: readParts(yaml, key.keys, parts, [...path, index]),
    at: yaml.at([...path, index]),
  }));
  return { type: "list", items };
}

/** Of a picture that stands in its block, the block has other keys too. */
function imageShapeFits(value: unknown, { spread }: { readonly spread?: boolean }): boolean {
  const shape = spread === true ? imageShape.loose() : imageShape;
  return shape.safeParse(value).success;
}

function isOneOf(value: unknown, words: readonly string[]): value is string {
  return typeof value === "string" && words.includes(value);
}
