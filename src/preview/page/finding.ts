import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import { formatPosition, type Position, type Problem } from "../../base/problem.ts";
import { readInside } from "../../base/read-inside.ts";
import { ruleCommand } from "../../check/rule-section.ts";
import { everyRule } from "../../check/rules/all.ts";
import { type Html, html } from "./html.ts";
import { editorLink, shortPlace, wholePlace, withoutRoot } from "../text-editor.ts";
import { whatReadersSee } from "./what-readers-see.ts";

/** Where the findings of an issue are shown. */
export interface FindingsPlace {
  /** The newsletter's folder. */
  readonly root: string;
  /** The path that opens a finding in the text editor, by its key; without one, links to Visual Studio Code do. */
  readonly opens?: (key: string) => string;
  /**
   * For a page that is read on another machine: no editor is opened from it, and it does not tell where the folder
   * lies.
   */
  readonly isForOthers?: boolean;
}

/** A name for a finding that stays while the finding does: what the browser says when it means one. */
export function findingKey({ code, at, message }: Problem): string {
  return digestOf([code, at.file, at.line, at.column, message]);
}

/** One finding: what is wrong, what readers see of it, what to do, and the line, which opens in the editor. */
export async function finding(place: FindingsPlace, problem: Problem): Promise<Html> {
  const { severity, message, remedy } = problem;
  const effect = whatReadersSee(problem);
  const words = (text: string) => (place.isForOthers ? withoutRoot(text, place.root) : text);
  return html`<article class="finding ${severity}">
<p class="said">${place.isForOthers && html`<span class="chip ${severity}">${severity}</span> `}${words(message)}</p>
${effect !== undefined && html`<p class="effect">${effect}</p>`}
${remedy !== undefined && html`<p class="remedy">${words(remedy)}</p>`}
${await placeAt(place, problem.at, findingKey(problem))}
${ruleOf(problem, place.isForOthers ? undefined : detailsKey(problem))}
</article>`;
}

/** A name for what is opened at a finding that stays while the lines above it change. */
function detailsKey({ code, at, message }: Problem): string {
  return digestOf([code, at.file, message]);
}

function digestOf(parts: readonly (string | number)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

/**
 * What a rule looks for, as `letterpress docs <rule>` tells it, to be opened; of an error of form its code alone. Why
 * it does so is said above.
 */
function ruleOf({ code }: Problem, key: string | undefined): Html {
  const example = everyRule.find(({ id }) => id === code)?.example;
  if (example === undefined) return html`<p class="soft">${code}</p>`;
  const { of, before, wrong, right } = example;
  const lines = (written: readonly string[]) => html`<pre>${written.join("\n")}</pre>`;
  return html`<details class="rule soft"${key !== undefined && html` data-details="${key}"`}><summary>${code}</summary>${before !== undefined && html`<p>The issue before has</p>${lines(before)}`}<p>It finds something in ${of ?? "an issue"} with</p>${lines(wrong)}<p>and nothing in one with</p>${lines(right)}<p>More: <code>${ruleCommand(code)}</code></p></details>`;
}

/** A place with its lines, as one thing to click where an editor can be opened; `key` is its name for that. */
export async function placeAt(
  { root, opens, isForOthers }: FindingsPlace,
  written: Position,
  key: string,
): Promise<Html> {
  const at = shortPlace(root, written);
  const frame = await codeFrame(root, at);
  if (isForOthers)
    return html`<div class="place"><span class="where">${formatPosition(at)}</span>${frame}</div>`;
  const shown = html`<span class="where">${formatPosition(at)} <span class="soft">Open in the editor</span></span>${frame}`;
  if (opens === undefined)
    return html`<a class="place" href="${editorLink(wholePlace(root, written))}">${shown}</a>`;
  return html`<form data-act method="post" action="${opens(key)}"><button class="place">${shown}</button></form>`;
}

/** The line, the one before it and a caret. Nothing outside the newsletter's folder is shown. */
export async function codeFrame(root: string, { file, line, column }: Position): Promise<Html | undefined> {
  if (isAbsolute(file) || file.startsWith("..")) return undefined;
  const read = await readInside(root, file, mostBytes);
  if (read.status !== "read" || read.text === "") return undefined;
  const lines = read.text.split(/\r\n|\r|\n/);
  const written = lines[line - 1];
  if (written === undefined) return undefined;
  const before = lines[line - 2];
  const start = shownFrom([before ?? written, written], column - 1);
  const gap = written.slice(start, column - 1).replace(/[^\t]/g, " ");
  const width = String(line).length;
  const numbered = (number: number, content: string) =>
    html`<span class="number">${String(number).padStart(width)} │ </span>${/\S/.test(content.slice(0, start)) ? "…" : content.slice(start, start + 1)}${content.slice(start + 1, start + 140)}\n`;
  return html`<code>${before !== undefined && numbered(line - 1, before)}${numbered(line, written)}<span class="number">${" ".repeat(width)} │ </span>${gap}<span class="caret">^</span></code>`;
}

/**
 * The first column that is shown of some lines, so that a place in them is seen in a narrow panel and on a phone: all
 * of them, all but what they are indented by, or the piece round the place.
 */
function shownFrom(lines: readonly string[], place: number): number {
  if (place <= 30) return 0;
  const indent = Math.min(...lines.map((line) => /^ */.exec(line)?.[0].length ?? 0));
  return place - indent <= 30 ? indent : place - 24;
}

const mostBytes = 1024 * 1024;
