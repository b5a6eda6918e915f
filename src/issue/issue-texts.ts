import { type Path, valueAt, type YamlFile } from "../source/yaml/read-yaml.ts";

/** A text of an issue as it was written, and where it stands. */
export interface IssueText {
  readonly path: Path;
  readonly text: string;
}

/**
 * All texts of an issue that readers could see, in the order of the file as far as its keys are: subject, preheader,
 * blocks.
 */
export function issueTexts(yaml: YamlFile): readonly IssueText[] {
  return ["subject", "preheader", "blocks"].flatMap((key) => textsBelow(yaml, [key]));
}

function textsBelow(yaml: YamlFile, path: Path): readonly IssueText[] {
  const value = valueAt(yaml.value, path);
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => textsBelow(yaml, [...path, key]));
}
