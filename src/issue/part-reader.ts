import { isError, type Position, type Problem, problem } from "../base/problem.ts";
import type { Image } from "../model/issue.ts";
import type { Line, Prose } from "../model/prose.ts";
import { type Path, valueAt, type YamlFile } from "../source/yaml/read-yaml.ts";
import { checkHtml } from "./check-html.ts";
import { flatten, parseLine, parseRaw, parseUrl } from "./line.ts";
import { checkLinkTarget } from "./link-target.ts";
import { parseMarkdown } from "./markdown/markdown.ts";
import type { DeclaredFields } from "./merge-fields.ts";
import { isBlank, nothingSaid, wordsOfProse } from "./nothing-said.ts";
import { checkAlt } from "./pictures/check-alt.ts";
import { checkImageSource } from "./pictures/image-source.ts";

/** Reads the values of one part of a file; what is wrong with them is collected on the way. */
export interface PartReader {
  line(path: Path): Line;
  prose(path: Path): Prose;
  /** A line that must be a whole address. */
  link(path: Path): Line;
  html(path: Path): Line;
  image(path: Path): Image;
}

/** `yaml` is what paths start at. Findings go into `problems`. */
export function partReader(yaml: YamlFile, fields: DeclaredFields, problems: Problem[]): PartReader {
  const textAt = (path: Path): string => String(valueAt(yaml.value, path) ?? "");
  const placeIn = (path: Path) => (row: number, column: number) => yaml.within(path, row, column);
  return {
    line(path) {
      const { line, problems: found } = parseLine(textAt(path), placeIn(path), fields);
      problems.push(...found, ...nothingSaid(line.parts, yaml.at(path), "line", found));
      return line;
    },
    prose(path) {
      const { prose, problems: found } = parseMarkdown(textAt(path), placeIn(path), fields);
      problems.push(...found);
      if (!found.some(isError))
        problems.push(...nothingSaid(wordsOfProse(prose), yaml.at(path), "text", found));
      return prose;
    },
    link(path) {
      const { line: url, problems: found } = parseUrl(textAt(path), placeIn(path), fields);
      const fieldsTold = found.some(({ code }) => fieldFaults.has(code));
      problems.push(...found, ...checkLinkTarget(url, fieldsTold));
      return url;
    },
    html(path) {
      const read = parseRaw(textAt(path), placeIn(path), fields);
      problems.push(...read.problems, ...checkHtml(textAt(path), placeIn(path)));
      return read.line;
    },
    image(path) {
      const { src, alt, credit, width } = valueAt(yaml.value, path) as Omit<Image, "at">;
      for (const [key, text] of Object.entries({ src, alt, credit }))
        if (text?.includes("{{")) problems.push(fieldInImage(key, yaml.at([...path, key])));
      if (credit !== undefined)
        problems.push(...nothingSaid([credit], yaml.at([...path, "credit"]), "line", []));
      const image = {
        src: src.trim(),
        alt: isBlank(alt) ? "" : flatten(alt).trim(),
        ...(credit === undefined ? {} : { credit: flatten(credit).trim() }),
        ...(width === undefined ? {} : { width }),
        at: yaml.at([...path, "src"]),
      };
      problems.push(...checkImageSource(image), ...checkAlt(image, yaml.at([...path, "alt"])));
      return image;
    },
  };
}

const fieldFaults: ReadonlySet<string> = new Set(["issue/unknown-field", "issue/merge-field"]);

function fieldInImage(key: string, at: Position): Problem {
  const message = `a merge field cannot stand in a picture's "${key}"; readers would see its brackets.`;
  return problem(at, "issue/field-in-image", message, "Write it out.");
}
