import { sep } from "node:path";
import type { LetterpressError } from "../../base/errors.ts";
import { formatPosition, isError, type Problem } from "../../base/problem.ts";
import { type Html, html } from "../page/html.ts";
import { codeFrame } from "../studio/finding.ts";
import { count } from "../studio/findings.ts";
import { shortPlace } from "../text-editor.ts";

/** What was found in one version of an issue. `root` is the folder it was read from, which is named nowhere. */
export async function findingsView(found: {
  readonly root: string;
  readonly title: string;
  readonly problems: readonly Problem[];
  readonly faults: readonly LetterpressError[];
}): Promise<Html> {
  const { root, title, problems, faults } = found;
  const errors = problems.filter(isError).length + faults.length;
  const shown = [...problems.filter(isError), ...problems.filter((one) => !isError(one))].slice(0, mostShown);
  const rest = problems.length - shown.length;
  return html`<section class="found"><h2>${title}</h2>
<p class="soft">${foundWords(errors, problems.length + faults.length - errors)}</p>
${faults.map((fault) => article("error", withoutRoot(fault.message, root), withoutRoot(fault.remedy, root), fault.code))}
${await Promise.all(shown.map((one) => finding(root, one)))}
${rest > 0 && html`<p class="soft">And ${rest} more.</p>`}</section>`;
}

/** `2 errors, 1 warning` */
export function foundWords(errors: number, warnings: number): string {
  return (
    [count(errors, "error"), count(warnings, "warning")].filter(Boolean).join(", ") || "Nothing was found."
  );
}

/** A sentence without the path of the folder: it says where somebody's files lie, and differs from machine to machine. */
export function withoutRoot(text: string, root: string): string {
  return text.replaceAll(`${root}${sep}`, "").replaceAll(root, "the newsletter's folder");
}

async function finding(root: string, problem: Problem): Promise<Html> {
  const { severity, message, remedy = "", code } = problem;
  const at = shortPlace(root, problem.at);
  const place = html`<div class="place"><span class="where">${formatPosition(at)}</span>${await codeFrame(root, at)}</div>`;
  return article(severity, withoutRoot(message, root), withoutRoot(remedy, root), code, place);
}

function article(severity: string, message: string, remedy: string, code: string, place?: Html): Html {
  return html`<article class="panel finding ${severity}"><p class="said"><span class="chip ${severity}">${severity}</span> ${message}</p>
${remedy !== "" && html`<p>${remedy}</p>`}${place}<p class="soft">${code}</p></article>
`;
}

const mostShown = 200;
