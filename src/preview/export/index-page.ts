import { isError } from "../../base/problem.ts";
import type { IssueEntry } from "../desk/issue-list.ts";
import { type Html, html } from "../page/html.ts";
import { count } from "../page/findings.ts";
import { lineChange } from "./diff-views.ts";
import type { Comparison } from "./comparison.ts";
import { type ExportPage, linksFrom } from "./export-page.ts";
import { findingsPath, firstPath, type ShownIssue } from "./shown-issue.ts";
import type { ExportedIssue } from "./exported-issue.ts";
import type { Before } from "./source.ts";
import { stateChip, stateNote, stateWords } from "./state-words.ts";

/** What the front page of an export tells. */
export interface Front {
  readonly name: string;
  /** The commit the files are at, in words. */
  readonly commit?: string;
  readonly before?: Before;
  readonly issues: readonly ExportedIssue[];
  /** What it shows of each of them. */
  readonly cards: readonly Html[];
  /** Issues of the ref that are not there any more. */
  readonly gone: readonly IssueEntry[];
  /** How many issues are not shown because nothing differs. */
  readonly same: number;
}

const path = "index.html";
const to = linksFrom(path);

export function indexPage(front: Front): ExportPage {
  const { name, commit, before, cards, gone, same } = front;
  return {
    path,
    title: before === undefined ? name : `${name}, compared with ${before.name}`,
    body: html`<main id="main" class="front" tabindex="-1">
<header><p class="brand"><a href="${to(path)}">${name}</a></p>
<h1>${headline(front)}</h1>
<p class="soft">${commit !== undefined && html`Made from ${commit}. `}${before !== undefined && html`Before is <bdi>${before.name}</bdi> (${before.commit.slice(0, 12)}). `}Readers are invented, and links in the mails lead nowhere.</p>
</header>
${before !== undefined && notes(before)}
${cards.length > 1 && finder()}
<ol id="issues" class="cards">${cards}${gone.map(goneCard)}</ol>
<p id="no-issue-found" class="soft" hidden>No issue has these words.</p>
${same > 0 && html`<p class="soft">${count(same, cards.length > 0 ? "other issue" : "issue")} as before.</p>`}
</main>`,
  };
}

/** What a reviewer must know first: what readers would not get at all. */
function headline({ before, issues, gone }: Front): string {
  if (before === undefined) return count(issues.length, "issue") || "No issue";
  const many = (status: Comparison["status"]) =>
    issues.filter(({ comparison }) => comparison?.status === status).length;
  const counts = [
    [stateWords.broken, many("broken")],
    [stateWords.changed, many("changed")],
    [stateWords.new, many("new")],
    ["gone", gone.length],
    [stateWords.unknown, many("unknown")],
  ] as const;
  const [first, ...others] = counts.filter(([, number]) => number > 0);
  if (first !== undefined)
    return [
      `${count(first[1], "issue")} ${first[0]}`,
      ...others.map(([word, number]) => `${number} ${word}`),
    ].join(", ");
  return before.faults.length === 0 ? "Readers get the same" : "Nothing could be compared";
}

function notes({ name, source, faults }: Before): Html | undefined {
  if (source !== undefined || faults.length === 0) return undefined;
  return html`<div class="state-note"><p>How the newsletter was in <bdi>${name}</bdi> cannot be shown.</p>${faults.map((one) => html`<p>${one}</p>`)}</div>`;
}

function finder(): Html {
  return html`<div class="find"><label class="hidden" for="find-issue">Search issues</label><input id="find-issue" type="search" placeholder="Search issues" autocomplete="off"></div>`;
}

/** What the front page shows of one issue. */
export function issueCard(shown: ShownIssue): Html {
  const { state, comparison } = shown;
  const { entry, problems, faults } = state;
  const errors = problems.filter(isError).length + faults.length;
  const warnings = problems.length + faults.length - errors;
  const chip = (many: number, word: string) =>
    many > 0 && html`<a class="chip ${word}" href="${to(findingsPath(shown))}">${count(many, word)}</a>`;
  return html`<li class="sheet card"><h2 dir="auto"><a href="${to(firstPath(shown))}">${entry.title}</a></h2>
<p class="meta"><span>${entry.date ?? entry.id}</span>${entry.status !== undefined && html`<span class="chip ${entry.status}">${entry.status}</span>`}${stateChip(comparison)}${chip(errors, "error")}${chip(warnings, "warning")}</p>
${comparison?.status !== "new" && stateNote(shown, undefined)}${lineChanges(shown)}${variantWords(shown)}</li>
`;
}

/** Subject and preheader of the first variant in which they differ. */
function lineChanges({ state, comparison }: ShownIssue): Html | undefined {
  const [first] = state.variants.filter(({ mail }) => mail !== undefined);
  if (comparison?.status !== "changed")
    return first?.mail && html`<p dir="auto" class="soft">${first.mail.view.preheader}</p>`;
  for (const { key, mail } of state.variants) {
    const was = comparison.before.variants.find((one) => one.key === key)?.mail?.view;
    if (was === undefined || mail === undefined) continue;
    const { view: now, edition } = mail;
    if (was.subject === now.subject && was.preheader === now.preheader) continue;
    return html`<dl class="line-changes">${lineChange("Subject", was.subject, now.subject, edition.language)}${lineChange("Preheader", was.preheader, now.preheader, edition.language)}</dl>`;
  }
  return undefined;
}

function variantWords({ state, comparison }: ShownIssue): Html | undefined {
  const many = state.variants.filter(({ mail }) => mail !== undefined).length;
  if (comparison?.status !== "changed")
    return many > 1 ? html`<p class="soft">${many} variants</p>` : undefined;
  const { came, changed, went } = comparison;
  if (many < 2 && went.length === 0) return undefined;
  const named = (keys: readonly string[]) =>
    state.variants.filter(({ key }) => keys.includes(key)).map(({ words }) => words || "everybody");
  const row = (word: string, names: readonly string[]) =>
    names.length > 0 && html`<li><span class="chip ${word}">${word}</span> ${names.join("; ")}</li>`;
  return html`<ul class="variant-words" aria-label="Variants">${row("new", named(came))}${row("changed", named(changed))}${row(
    "gone",
    went.map(({ words }) => words || "everybody"),
  )}</ul>`;
}

function goneCard({ title, date, id, file }: IssueEntry): Html {
  return html`<li class="sheet card"><h2 dir="auto">${title}</h2><p class="meta"><span>${date ?? id}</span><span class="chip gone">gone</span></p><p class="soft">${file} is not there any more.</p></li>
`;
}
