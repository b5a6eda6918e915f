import type { Position } from "../../base/problem.ts";
import type { TemplateFile } from "./template.ts";

/** What Handlebars says is wrong with a file, in our words where its own say little, and where. */
export function syntaxFault(
  fault: unknown,
  file: TemplateFile,
): { readonly message: string; readonly at: Position } {
  const error = fault instanceof Error ? fault : new Error(String(fault));
  const { lineNumber, column } = error as { lineNumber?: number; column?: number };
  const atPlace = (line: number, index: number) => ({ file: file.file, line, column: index + 1 });
  const parse = /^Parse error on line (\d+):\n(.*)\n(-*)\^\n(.*)/s.exec(error.message);
  if (parse !== null) {
    const [, line = "1", shown = "", dashes = "", expected = ""] = parse;
    const index = columnAfter(shown.slice(0, dashes.length), file.text, Number(line));
    return { message: inWords(expected), at: atPlace(Number(line), index) };
  }
  const message = error.message.replace(/ - \d+:\d+$/, "").replace(/[.\s]+$/, "");
  const included = /^The partial (.+) could not/.exec(message)?.[1];
  if (included === undefined) return { message, at: atPlace(lineNumber ?? 1, column ?? 0) };
  const before = (file.text.split(new RegExp(`\\{\\{>\\s*${included}\\b`))[0] ?? "").split("\n");
  return { message, at: atPlace(before.length, before.at(-1)?.length ?? 0) };
}

/** The parser shows up to 20 characters before the fault, without line ends; this finds them in the line. */
function columnAfter(shown: string, source: string, line: number): number {
  const lines = source.split("\n");
  const text = lines[line - 1] ?? "";
  const above = lines.slice(0, line - 1).join("");
  const before = shown.replace(/^\.\.\./, "");
  for (let index = 0; index <= text.length; index += 1)
    if (`${above}${text.slice(0, index)}`.endsWith(before)) return index;
  return 0;
}

function inWords(expected: string): string {
  const got = /got '(\w+)'/.exec(expected)?.[1];
  if (got === "EOF") return "the file ends inside a block that was opened with {{#";
  if (got === "INVALID") return "a character here has no meaning between curly brackets";
  if (got === "CLOSE") return "a pair of curly brackets ends too early";
  return got === undefined ? expected : `${got.toLowerCase().replaceAll("_", " ")} is not expected here`;
}
