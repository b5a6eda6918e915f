import type { Position, Problem } from "../base/problem.ts";
import { type Path, valueAt, type YamlFile } from "../source/read-yaml.ts";
import type { PartReader } from "./block-reader.ts";
import { parseLine } from "./line.ts";
import { checkLinkTarget } from "./link-target.ts";
import { parseMarkdown } from "./markdown.ts";
import type { DeclaredFields } from "./merge-fields.ts";

/** Reads the parts of one checked value. Findings go into `problems`. */
export function partReader(
  yaml: YamlFile,
  at: Position,
  fields: DeclaredFields,
  problems: Problem[],
): PartReader {
  const textAt = (path: Path): string => String(valueAt(yaml.value, path) ?? "");
  const line = (path: Path) => {
    const read = parseLine(textAt(path), (column) => yaml.within(path, 1, column), fields);
    problems.push(...read.problems);
    return read.line;
  };
  return {
    at,
    positionOf: (path) => yaml.at(path),
    line,
    prose(path) {
      const read = parseMarkdown(textAt(path), (row, column) => yaml.within(path, row, column), fields);
      problems.push(...read.problems);
      return read.prose;
    },
    link(path) {
      const url = line(path);
      problems.push(...checkLinkTarget(url));
      return url;
    },
    image(path) {
      const { src, alt, credit } = valueAt(yaml.value, path) as { src: string; alt: string; credit?: string };
      return { src, alt, ...(credit === undefined ? {} : { credit }), at: yaml.at([...path, "src"]) };
    },
    report: (found) => problems.push(found),
  };
}
