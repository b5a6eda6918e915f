import { posix } from "node:path";
import { headerTable } from "../mail/header-table.ts";
import { frameSandbox } from "../mail/framed-mail.ts";
import { type Html, html } from "../page/html.ts";
import { inboxLooks } from "../page/inbox-looks.ts";
import { grip } from "../page/grip.ts";
import { schemeNames, widthNames } from "../page/look-names.ts";
import { sourceView } from "../page/source-view.ts";
import { changesView } from "./changes-view.ts";
import { exportPage } from "./export-page.ts";
import { findingsView } from "./findings-view.ts";
import { hasView, issuePage, lightsOf } from "./issue-page.ts";
import type { IssueState, VariantMail, VariantState } from "./issue-state.ts";
import { Pictures } from "./pictures.ts";
import {
  beforeOf,
  issueFolder,
  type Light,
  type ShownIssue,
  type View,
  viewPath,
  views,
} from "./shown-issue.ts";

/** A file of an export. */
export interface ExportFile {
  /** From the folder of the export on, with slashes. */
  readonly path: string;
  readonly content: string | Buffer;
}

/**
 * Everything that an export has of one issue: a page for each view of each variant, its findings, its messages and its
 * pictures.
 */
export async function* issuePages(shown: ShownIssue): AsyncGenerator<ExportFile> {
  const pictures = new Pictures(`${issueFolder(shown)}/pictures`);
  for (const variant of shown.state.variants) {
    const { mail } = variant;
    if (mail === undefined) continue;
    for (const view of views.filter((one) => hasView(shown, variant, one)))
      for (const light of lightsOf(view).length === 0 ? (["light"] as const) : lightsOf(view)) {
        const content = viewOf(shown, { variant, mail, view, light }, pictures);
        yield file(issuePage(shown, { variant, view, light }, content));
      }
    const folder = shown.variantFolders.get(variant.key) ?? "";
    yield { path: `${issueFolder(shown)}/${folder}/message.eml`, content: mail.message.bytes };
  }
  yield file(issuePage(shown, { view: "findings" }, await findings(shown)));
  for (const { path, bytes } of pictures.files()) yield { path, content: bytes };
}

function file(page: ReturnType<typeof issuePage>): ExportFile {
  return { path: page.path, content: exportPage(page) };
}

interface Seen {
  readonly variant: VariantState;
  readonly mail: VariantMail;
  readonly view: View;
  readonly light: Light;
}

function viewOf(shown: ShownIssue, seen: Seen, pictures: Pictures): Html {
  const { mail, view } = seen;
  const from = shown.state.proof?.sender.from;
  switch (view) {
    case "changes":
      return changesView(beforeOf(shown, seen.variant.key) ?? mail, mail);
    case "beside":
      return beside(shown, seen, pictures);
    case "mail":
      return html`<div class="panes beside">${frames(shown, seen, pictures)}</div>`;
    case "web":
      return web(shown, seen, pictures);
    case "inbox":
      return inboxLooks(from?.name || from?.email || "", mail.lines);
    case "text":
      return html`<pre class="sheet text" dir="auto" tabindex="0" role="region" aria-label="Plain text">${mail.view.text}</pre>`;
    case "source":
      return sourceView(mail.view.html, "HTML");
    case "headers":
      return headerTable(mail.headers);
    case "raw":
      return sourceView(mail.message.bytes.toString("utf8"), "The message as it is sent");
  }
}

/** First both as a desktop shows them, then both as a phone does. */
function beside(shown: ShownIssue, seen: Seen, pictures: Pictures): Html {
  const was = beforeOf(shown, seen.variant.key);
  if (was === undefined) return html``;
  const { before, comparison } = shown;
  const assets = comparison?.status === "changed" ? (comparison.before.proof?.assets ?? []) : [];
  const pair = (width: "desktop" | "mobile") => html`<div class="panes beside pair">
${frame(shown, { ...seen, mail: was }, pictures, width, assets, `Before, in ${before?.name ?? ""}`)}
${frame(shown, seen, pictures, width, shown.state.proof?.assets ?? [], "After")}
</div>`;
  return html`<section class="found on-desktop"><h2 class="hidden">On a desktop</h2>${pair("desktop")}</section>
<section class="found"><h2 class="hidden">On a phone</h2>${pair("mobile")}</section>`;
}

function frames(shown: ShownIssue, seen: Seen, pictures: Pictures): readonly Html[] {
  const assets = shown.state.proof?.assets ?? [];
  return (["desktop", "mobile"] as const).map((width) =>
    frame(shown, seen, pictures, width, assets, widthNames(width)),
  );
}

/** As wide as the screen, or as narrow as one drags it. */
function web(shown: ShownIssue, seen: Seen, pictures: Pictures): Html {
  const assets = shown.state.proof?.assets ?? [];
  return html`<div class="panes">${frame(shown, seen, pictures, "web", assets, "The web version, in any width")}</div>`;
}

function frame(
  shown: ShownIssue,
  { variant, mail, view, light }: Seen,
  pictures: Pictures,
  width: "desktop" | "mobile" | "web",
  assets: Parameters<Pictures["framed"]>[2],
  caption: string,
): Html {
  const scheme = light === "no-pictures" ? "light" : light;
  const images = light === "no-pictures" ? "off" : "on";
  const path = viewPath(shown, variant.key, view, light);
  const markup = pictures.framed(path, mail, assets, { scheme, images });
  const isNamed = width === "web" || caption === widthNames(width);
  const words = `${caption}${isNamed ? "" : `, ${widthNames(width).toLowerCase()}`}, ${schemeNames[scheme].toLowerCase()}`;
  return html`<figure class="pane ${width}"><figcaption><span>${words}</span></figcaption>
<div class="frame ${scheme}"><iframe title="The mail. ${words}" sandbox="${frameSandbox}" srcdoc="${markup}"></iframe>${width === "web" && grip()}</div>
</figure>`;
}

async function findings({ source, state, comparison, before }: ShownIssue): Promise<Html> {
  const now = await findingsView("Findings", source.config.root, state);
  if (before === undefined || comparison?.status !== "unknown") return now;
  const was = comparison.before;
  const root = before.source?.config.root ?? "";
  return html`${now}${was !== undefined && (await findingsView(`In ${before.name}`, root, was))}
${before.faults.map((one) => html`<p class="state-note">${one}</p>`)}
${before.absent.filter(({ file: absent }) => isMissed(absent, was)).map(({ file: absent, why }) => html`<p class="state-note"><b>${absent}</b> ${why}</p>`)}`;
}

/** Whether something that was found has to do with the file. */
function isMissed(absent: string, was: IssueState | undefined): boolean {
  const name = posix.basename(absent);
  return was?.problems.some(({ message, remedy = "" }) => `${message} ${remedy}`.includes(name)) === true;
}
