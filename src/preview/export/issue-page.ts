import { gmailShows } from "../../check/gmail-limits.ts";
import { type Html, html } from "../page/html.ts";
import { sizeText } from "../page/size-text.ts";
import { initialOf } from "../page/inbox-looks.ts";
import { schemeNames } from "../page/look-names.ts";
import { type ExportPage, linksFrom } from "./export-page.ts";
import { foundWords } from "./findings-view.ts";
import type { VariantState } from "./issue-state.ts";
import {
  beforeOf,
  findingsPath,
  issueFolder,
  type Light,
  lights,
  type ShownIssue,
  type View,
  viewPath,
  views,
} from "./shown-issue.ts";
import { isError } from "../../base/problem.ts";
import { stateChip, stateNote } from "./state-words.ts";

/** What a page of an issue is about: one variant in one view and light, or its findings. */
export interface Turn {
  readonly variant?: VariantState;
  readonly view: View | "findings";
  readonly light?: Light;
}

/** A page of an issue: its head with the ways to all the others, and `content`. */
export function issuePage(shown: ShownIssue, turn: Turn, content: Html): ExportPage {
  const { title } = shown.state.entry;
  const { variant, view, light } = turn;
  const path =
    variant === undefined || view === "findings"
      ? findingsPath(shown)
      : viewPath(shown, variant.key, view, light);
  const to = linksFrom(path);
  const seen = view === "findings" ? undefined : view;
  return {
    path,
    title: `${viewNames[view]}: ${title} · ${shown.source.config.name}`,
    hasMails: view === "mail" || view === "beside" || view === "web",
    body: html`<main id="main" class="desk" tabindex="-1">
<header class="head">
<p class="crumbs"><span class="brand"><a href="${to("index.html")}">${shown.source.config.name}</a></span>${before(shown)}</p>
<div class="title">${heading(shown, variant, to)}</div>
<div class="tools"><nav class="tabs" aria-label="Views of this issue">${tabs(shown, turn, to)}</nav>${variant !== undefined && seen !== undefined && lightSwitch(shown, variant, seen, light, to)}</div>
</header>
${variantNav(shown, turn, to)}
${stateNote(shown, variant)}
${variant?.mail !== undefined && (view === "mail" || view === "text") && inboxLine(shown, variant)}
<div class="views">${content}</div>
${variant?.mail !== undefined && facts(shown, variant)}
</main>`,
  };
}

type To = (path: string) => string;

function before({ before: compared }: ShownIssue): Html | undefined {
  return compared && html`<span class="soft">compared with <bdi>${compared.name}</bdi></span>`;
}

function heading(shown: ShownIssue, variant: VariantState | undefined, to: To): Html {
  const { title, status } = shown.state.entry;
  const eml =
    variant?.mail && to(`${issueFolder(shown)}/${shown.variantFolders.get(variant.key) ?? ""}/message.eml`);
  return html`<h1 dir="auto">${title}</h1>${status !== undefined && html`<span class="chip ${status}">${status}</span>`}${stateChip(shown.comparison)}
<span class="actions">${eml !== undefined && html`<a class="button" href="${eml}" download>Download .eml</a>`}</span>`;
}

function tabs(shown: ShownIssue, turn: Turn, to: To): readonly (Html | undefined)[] {
  const shownVariant = turn.variant ?? shown.state.variants.find(({ mail }) => mail !== undefined);
  const tab = (name: Html | string, path: string, isOn: boolean) =>
    html`<a href="${to(path)}"${isOn && html` aria-current="page"`}>${name}</a>`;
  const ofVariant = views.map((view) => {
    if (shownVariant === undefined || !hasView(shown, shownVariant, view)) return undefined;
    return tab(viewNames[view], viewPath(shown, shownVariant.key, view), view === turn.view);
  });
  const { problems, faults } = shown.state;
  const many = problems.length + faults.length;
  const isBad = faults.length > 0 || problems.some(isError);
  const badge = many > 0 && html` <span class="many${isBad && " bad"}">${many}</span>`;
  return [
    ...ofVariant,
    tab(html`${viewNames.findings}${badge}`, findingsPath(shown), turn.view === "findings"),
  ];
}

/** Whether a variant has the view: what was not there before has no changes. */
export function hasView(shown: ShownIssue, { key, mail }: VariantState, view: View): boolean {
  if (mail === undefined) return false;
  return (view !== "changes" && view !== "beside") || beforeOf(shown, key) !== undefined;
}

/** The lights a view is shown in. */
export function lightsOf(view: View): readonly Light[] {
  if (view === "mail" || view === "web") return lights;
  return view === "beside" ? lights.filter((one) => one !== "no-pictures") : [];
}

function lightSwitch(
  shown: ShownIssue,
  variant: VariantState,
  view: View,
  on: Light = "light",
  to: To,
): Html | undefined {
  const known = lightsOf(view);
  if (known.length === 0) return undefined;
  const turns = known.map(
    (light) =>
      html`<a href="${to(viewPath(shown, variant.key, view, light))}"${light === on && html` aria-current="true"`}>${lightNames[light]}</a>`,
  );
  return html`<div class="tool" role="group" aria-label="Light"><span>Light</span><div class="switch">${turns}</div></div>`;
}

function variantNav(shown: ShownIssue, { variant: open, view }: Turn, to: To): Html | undefined {
  const { comparison, state } = shown;
  const compared = comparison?.status === "changed" ? comparison : undefined;
  if (state.variants.length < 2 && (compared?.went.length ?? 0) === 0) return undefined;
  const mark = (key: string) =>
    compared?.came.includes(key) ? "new" : compared?.changed.includes(key) ? "changed" : undefined;
  const items = state.variants.map((one) => {
    const words = html`<bdi>${one.words || "Everybody"}</bdi>`;
    if (one.mail === undefined)
      return html`<li><span>${words} <span class="soft">no block for them</span></span></li>`;
    const wanted = view !== "findings" && hasView(shown, one, view) ? view : "mail";
    const chip = mark(one.key);
    return html`<li><a href="${to(viewPath(shown, one.key, wanted))}"${one.key === open?.key && html` aria-current="true"`} title="${one.key}">${words}${chip !== undefined && html` <span class="chip ${chip}">${chip}</span>`}</a></li>`;
  });
  const went = compared?.went.map(
    ({ words }) =>
      html`<li><span><bdi>${words || "Everybody"}</bdi> <span class="chip gone">gone</span></span></li>`,
  );
  return html`<nav class="variants" aria-label="Variants"><p>${state.variants.length === 1 ? "1 variant" : `${state.variants.length} variants`}</p><ul>${items}${went}</ul></nav>`;
}

function inboxLine({ state }: ShownIssue, { mail }: VariantState): Html {
  const from = state.proof?.sender.from;
  const name = from?.name || from?.email || "";
  return html`<div class="line" role="group" aria-label="In the list of mails"><span class="face" aria-hidden="true">${initialOf(name)}</span>
<span class="lines"><span class="from" dir="auto">${name}</span><span class="subject" dir="auto"><b>${mail?.view.subject}</b> ${mail?.view.preheader}</span></span>
<time>${state.entry.date}</time></div>`;
}

function facts({ state }: ShownIssue, { mail }: VariantState): Html {
  return html`<footer class="facts"><span>HTML ${sizeText(Buffer.byteLength(mail?.view.html ?? ""))}; Gmail cuts after ${sizeText(gmailShows)}</span>
<span>Whole message ${sizeText(mail?.message.bytes.length ?? 0)}</span>
<span>${state.entry.file}</span>
<span>${foundWords(state)}</span></footer>`;
}

export const viewNames = {
  changes: "Changes",
  beside: "Side by side",
  mail: "Mail",
  web: "Web version",
  inbox: "Inbox",
  text: "Plain text",
  source: "HTML",
  headers: "Headers",
  raw: "Raw",
  findings: "Findings",
} as const;

const lightNames = { ...schemeNames, "no-pictures": "No pictures" } as const;
