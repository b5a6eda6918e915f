import { type Problem, problem } from "../../../base/problem.ts";
import { scanHtml } from "../../../base/scan-html.ts";
import { blanked } from "../blanked.ts";
import { parseFault } from "../compiled-once.ts";
import { placesIn } from "../places.ts";
import { syntaxFault } from "../syntax-fault.ts";
import { type Curly, curliesAround, curliesIn, pairsOf } from "./curlies.ts";
import { missingFile } from "./missing-file.ts";
import type { SourceText } from "./source-text.ts";

/**
 * What Handlebars cannot read in a file. It stops at the first fault, so each is mended and the file read once more: an
 * end that is missing is written where the tags around it end, brackets that say nothing are blanked.
 */
export function mendSyntax(source: SourceText): readonly Problem[] {
  const problems: Problem[] = [];
  while (problems.length < mostFaults) {
    const fault = parseFault(source.text());
    if (fault === undefined) break;
    const before = source.text();
    problems.push(...(mendBrackets(source) ?? mendPairs(source) ?? mendAt(source, fault)));
    if (source.text() === before) break;
  }
  return problems;
}

const mostFaults = 50;
const remedy = "Correct the curly brackets at this place; every {{#if}} and {{#each}} needs its end.";

function unreadable(source: SourceText, offset: number, what: string, todo = remedy): Problem {
  const at = source.asWritten(placesIn({ file: source.file.file, text: source.text() })(offset));
  return problem(at, "render/template-syntax", `Handlebars cannot read this: ${what}.`, todo);
}

/** Brackets that do not end. Undefined when all do. */
function mendBrackets(source: SourceText): readonly Problem[] | undefined {
  const open = curliesIn(source.text())
    .filter(({ whole }) => !whole)
    .slice(0, mostFaults);
  return open.length === 0 ? undefined : mended(open.map((curly) => openBrackets(source, curly)));
}

function openBrackets(source: SourceText, { start, end }: Curly): Mend {
  const written = source.text().slice(start, end);
  const isComment = written.startsWith("{{!");
  const closing = written.startsWith("{{!--") ? "--}}" : written.startsWith("{{{") ? "}}}" : "}}";
  const words = written.replace(/\s*\}*$/, "");
  const what = isComment ? "the comment is" : `the brackets of ${words.slice(0, 40)} are`;
  const found = unreadable(
    source,
    start,
    `${what} never closed`,
    `Write ${closing} where ${isComment ? "it ends" : "they end"}.`,
  );
  if (isComment || !/[\w.\]"']$/.test(words))
    return { found, at: start, mend: () => source.blank(start, end) };
  const rest = written.slice(words.length).replaceAll("}", "");
  return { found, at: start, mend: () => source.replace(start + words.length, end, `${closing}${rest}`) };
}

/** Beginnings without an end, and the other way round. Undefined when all are pairs. */
function mendPairs(source: SourceText): readonly Problem[] | undefined {
  const text = source.text();
  const pairs = pairsOf(curliesIn(text), text.length);
  const misnamed = pairs.misnamed.slice(0, mostFaults);
  // Where the tags around a {{#…}} end before another name does, its own end is missing, and the other ends nothing.
  const apart = misnamed.filter(({ curly, opened }) => likelyEnd(text, opened, curly.start) < curly.start);
  const unclosed = [
    ...pairs.unclosed,
    ...apart.map(({ curly, opened }) => ({ curly: opened, before: curly.start })),
  ].slice(0, mostFaults);
  const stray = [...pairs.stray.slice(0, mostFaults), ...apart.map(({ curly }) => curly)];
  const mends = [
    ...misnamed
      .filter((one) => !apart.includes(one))
      .map(({ curly: { start, end, name }, opened }): Mend => {
        const what = `{{#${opened.name}}} is ended by {{/${name}}}`;
        const todo = `Write {{/${opened.name}}}, or the end that is missing before it.`;
        return {
          found: unreadable(source, start, what, todo),
          at: start,
          mend: () => source.replace(start, end, `{{/${opened.name}}}`),
        };
      }),
    ...unclosed.map(({ curly, before }): Mend => {
      const end = likelyEnd(text, curly, before);
      const found = unreadable(source, curly.start, `{{#${curly.name}}} is never closed`);
      return { found, at: end, mend: () => source.replace(end, end, `{{/${curly.name}}}`) };
    }),
    ...stray.map(({ kind, name, start, end }): Mend => {
      const what = kind === "else" ? "{{else}} stands outside of every {{#if}}" : `{{/${name}}} ends nothing`;
      return { found: unreadable(source, start, what), at: start, mend: () => source.blank(start, end) };
    }),
  ];
  return mends.length === 0 ? undefined : mended(mends);
}

/** A fault and how it is mended, at an offset of the text. */
interface Mend {
  readonly found: Problem;
  readonly at: number;
  mend(): void;
}

/** Mends from the last to the first, so that offsets hold; of two ends at one place the outer comes first. */
function mended(mends: readonly Mend[]): readonly Problem[] {
  const some = mends.slice(0, mostFaults);
  for (const { mend } of [...some].sort((a, b) => b.at - a.at)) mend();
  return some.map(({ found }) => found);
}

/** Before the first tag behind a {{#…}} that ends what was begun before it. */
function likelyEnd(text: string, { end }: Curly, before: number): number {
  const inner = blanked(text.slice(end, before));
  const open: string[] = [];
  for (const piece of scanHtml(inner)) {
    if (piece.kind !== "tag") continue;
    const index = piece.closing ? open.lastIndexOf(piece.name) : -1;
    if (piece.closing && index === -1) return end + piece.start;
    if (piece.closing) open.length = index;
    else open.push(piece.name);
  }
  return before;
}

/** What only Handlebars sees: the brackets at its place are blanked, with all that belongs to them. */
function mendAt(source: SourceText, fault: unknown): readonly Problem[] {
  const text = source.text();
  const { message, at } = syntaxFault(fault, { ...source.file, text });
  const offset =
    text.split("\n", at.line - 1).reduce((sum, line) => sum + line.length + 1, 0) + at.column - 1;
  const curlies = curliesAround(text, offset);
  for (const { start, end } of curlies) source.blank(start, end);
  const start = curlies[0]?.start ?? offset;
  const path = /^\{\{~?#?>\s*["']?([^\s}~"']*[/\\][^\s}~"']*)/.exec(text.slice(start, start + 200))?.[1];
  if (path !== undefined) return [missingFile(path, [], placesIn({ file: source.file.file, text })(start))];
  return [
    problem(
      source.asWritten(at),
      "render/template-syntax",
      `Handlebars cannot read this: ${message}.`,
      remedy,
    ),
  ];
}
