import { type Problem, problem } from "../../base/problem.ts";
import { fillFile, type Surroundings } from "./fill.ts";
import { curliesIn } from "./mend/curlies.ts";
import { placesIn } from "./places.ts";
import type { TemplateFile } from "./template.ts";
import type { Context } from "./value.ts";

/**
 * Where a file, or one that it includes, shows a whole group of values: it is filled once more with a note before each
 * pair of brackets. `prefix` occurs in nothing that the template says.
 */
export function shownGroups(
  file: TemplateFile,
  context: Context,
  around: Surroundings,
  prefix: string,
): readonly Problem[] {
  const places: Problem["at"][] = [];
  const noted = (one: TemplateFile): TemplateFile => {
    const text = around.blanked.get(one.file) ?? one.text;
    const place = placesIn({ file: one.file, text });
    let whole = "";
    let from = 0;
    for (const { kind, name, start } of curliesIn(text)) {
      if (kind !== "other" || name === "") continue;
      whole += `${text.slice(from, start)}${prefix}Shows${places.push(place(start)) - 1}x`;
      from = start;
    }
    return { ...one, text: whole + text.slice(from) };
  };
  const parts = new Map([...around.parts].map(([name, part]) => [name, noted(part)]));
  const { text = "" } = fillFile(noted(file), context, { ...around, parts, blanked: new Map() });
  const shown = text.matchAll(new RegExp(`${prefix}Shows(\\d+)x(?=${prefix}Group)`, "g"));
  const numbers = new Set([...shown].map(([, number]) => Number(number)));
  return [...numbers].flatMap((number) => {
    const at = places[number] ?? { file: file.file, line: 1, column: 1 };
    const message = "the template shows a whole group of values where one is meant.";
    return [problem(at, "render/template-name", message, "Name the value in it, as in {{image.alt}}.")];
  });
}
