import { type Position, type Problem, problem } from "../base/problem.ts";
import { type Path, valueAt, type YamlFile } from "../source/read-yaml.ts";
import type { PartReader } from "./block-reader.ts";
import { flatten, parseLine } from "./line.ts";
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
    const read = parseLine(textAt(path), (row, column) => yaml.within(path, row, column), fields);
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
      if (read.prose.length === 0 && read.problems.length === 0) problems.push(sayingNothing(yaml.at(path)));
      return read.prose;
    },
    link(path) {
      const url = line(path);
      problems.push(...checkLinkTarget(url));
      return url;
    },
    image(path) {
      const { src, alt, credit } = valueAt(yaml.value, path) as { src: string; alt: string; credit?: string };
      for (const [key, text] of Object.entries({ src, alt, credit }))
        if (text?.includes("{{")) problems.push(fieldInImage(key, yaml.at([...path, key])));
      const said = {
        alt: flatten(alt).trim(),
        ...(credit === undefined ? {} : { credit: flatten(credit).trim() }),
      };
      return { src: src.trim(), ...said, at: yaml.at([...path, "src"]) };
    },
    report: (found) => problems.push(found),
  };
}

function sayingNothing(at: Position): Problem {
  const message = "the text holds nothing that a reader would see.";
  return problem(at, "issue/nothing-said", message, "Write it, or leave the block out.");
}

function fieldInImage(key: string, at: Position): Problem {
  const message = `a merge field cannot stand in a picture's "${key}"; readers would see its brackets.`;
  return problem(at, "issue/field-in-image", message, "Write it out.");
}
