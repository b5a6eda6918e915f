import { isAbsolute, relative, sep } from "node:path";
import type { LetterpressError } from "../base/errors.ts";
import { formatPosition, type Position, type Problem } from "../base/problem.ts";
import { readInside } from "../base/read-inside.ts";
import { type Html, html } from "./html.ts";

/** The Problems of an issue with the lines they are about. `root` is the newsletter's folder. */
export async function findingsPanel(
  root: string,
  problems: readonly Problem[],
  faults: readonly LetterpressError[],
  isStale: boolean,
): Promise<Html | undefined> {
  if (problems.length + faults.length === 0) return undefined;
  const errors = faults.length + problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length + faults.length - errors;
  const shown = await Promise.all(problems.slice(0, mostShown).map((one) => finding(root, one)));
  const rest = problems.length - shown.length;
  return html`<details class="panel${errors > 0 && " has-errors"}" open>
<summary>${[count(errors, "error"), count(warnings, "warning")].filter((part) => part !== "").join(", ")}</summary>
${isStale && html`<p class="stale">Below is the last good version, without these changes.</p>`}
${faults.map((fault) => html`<article class="finding error"><p class="said">${fault.message}</p><p>${fault.remedy}</p></article>`)}
${shown}
${rest > 0 && html`<p class="finding">And ${rest} more.</p>`}
</details>`;
}

/** `2 errors`; empty for none. */
export function count(number: number, word: string): string {
  if (number === 0) return "";
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

async function finding(root: string, problem: Problem): Promise<Html> {
  const at = { ...problem.at, file: shortName(root, problem.at.file) };
  return html`<article class="finding ${problem.severity}">
<p class="where">${formatPosition(at)} <span class="soft">${problem.severity} · ${problem.code}</span></p>
<p class="said">${problem.message}</p>
${problem.remedy !== undefined && html`<p>${problem.remedy}</p>`}
${await codeFrame(root, at)}
</article>`;
}

/** The line, the one before it and a caret. Nothing outside the newsletter's folder is shown. */
async function codeFrame(root: string, { file, line, column }: Position): Promise<Html | undefined> {
  if (isAbsolute(file) || file.startsWith("..")) return undefined;
  const read = await readInside(root, file, mostBytes);
  if (read.status !== "read" || read.text === "") return undefined;
  const lines = read.text.split(/\r\n|\r|\n/);
  const written = lines[line - 1];
  if (written === undefined) return undefined;
  // A long line is cut on both sides of the place.
  const start = Math.max(0, column - 1 - 60);
  const gap = written.slice(start, column - 1).replace(/[^\t]/g, " ");
  const width = String(line).length;
  const numbered = (number: number, content: string) =>
    html`<span class="number">${String(number).padStart(width)} │ </span>${content.slice(start, start + 140)}\n`;
  const before = lines[line - 2];
  return html`<pre tabindex="0" aria-label="Line ${line} of the file">${before !== undefined && numbered(line - 1, before)}${numbered(line, written)}<span class="number">${" ".repeat(width)} │ </span>${gap}<span class="caret">^</span></pre>`;
}

const mostBytes = 1024 * 1024;

function shortName(root: string, file: string): string {
  return isAbsolute(file) ? relative(root, file).split(sep).join("/") : file;
}

const mostShown = 50;
