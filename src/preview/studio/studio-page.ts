import type { Sender } from "../../model/sender.ts";
import type { OpenIssue } from "../desk/desk.ts";
import type { IssueEntry } from "../desk/issue-list.ts";
import { type Html, html } from "../page/html.ts";
import type { Impression } from "../desk/impression.ts";
import type { KnownPlan } from "../desk/plans.ts";
import type { InboxLine } from "../desk/inbox-lines.ts";
import { headerTable } from "../mail/header-table.ts";
import { type Look, lookQuery } from "./look.ts";
import { page } from "../page/page.ts";
import type { MailHeader } from "../mail/read-mail.ts";
import type { ListedVariant } from "../desk/seen-variants.ts";
import { sizeText } from "../page/size-text.ts";
import { findingsSwitch } from "./findings-panel.ts";
import { frames, webFrame } from "./frames.ts";
import { inboxLooks, initialOf } from "../page/inbox-looks.ts";
import { keysSheet, studioKeys } from "./keys-sheet.ts";
import { planView } from "./plan-view.ts";
import { type Readers, readerPicker, readerSteps } from "./reader-picker.ts";
import { issuePath, sidebar } from "./sidebar.ts";
import { sourceView } from "../page/source-view.ts";
import { testMailForm } from "./test-mail-form.ts";
import { toolbar } from "./toolbar.ts";
import { variantStrip } from "./variant-strip.ts";

/** Everything the page of an issue shows. */
export interface Studio {
  readonly name: string;
  readonly token: string;
  /** How many events it knows. */
  readonly told: number;
  /** The address of the page, where it is asked for at another one. */
  readonly at?: string;
  readonly issues: readonly IssueEntry[];
  readonly open: OpenIssue;
  readonly look: Look;
  readonly lists: readonly { readonly id: string; readonly name: string }[];
  readonly readers: Readers;
  /** Empty when the issue is the same for everybody. */
  readonly variants: readonly ListedVariant[];
  readonly faults: Html | undefined;
  /** Undefined while the panel is put away. */
  readonly findings: Html | undefined;
  /** Undefined where nobody works out plans, and while another view is seen. */
  readonly plan: KnownPlan | undefined;
  /** How many mails the inbox has; undefined without one. */
  readonly mails: number | undefined;
  /** Where a test mail is sent. */
  readonly test: Pick<Parameters<typeof testMailForm>[0], "lastTo" | "hasInbox" | "relays">;
  /** Opens the issue's file. */
  readonly edit: Html;
  /** Undefined when there is nothing good to show yet. */
  readonly shown?: {
    readonly impression: Made;
    /** Empty in views that do not show them. */
    readonly headers: readonly MailHeader[];
    /** How lists of mails show it: more than one when subjects are tested. */
    readonly lines: readonly InboxLine[];
    readonly from: Sender["from"];
  };
}

type Shown = NonNullable<Studio["shown"]>;
type Made = Impression & { readonly status: "made" };

export function studioPage(studio: Studio): string {
  const { name, token, told, at, issues, open, look, shown } = studio;
  return page({
    title: `${open.entry.title} · ${name}`,
    layout: "studio",
    news: "Shown anew.",
    token,
    told,
    ...(at === undefined ? {} : { at }),
    body: html`${sidebar({ name, issues, look, open: open.entry.id, inbox: inboxOf(studio.mails) })}
<main id="main" class="desk">
<header class="head">
<div id="title" class="title" data-live>${heading(studio)}</div>
<div id="tools" class="tools" data-live>${toolbar({ open: open.entry.id, look, isShown: shown !== undefined })}</div>
</header>
<div id="variants" data-live>${shown !== undefined && variantStrip({ open: open.entry.id, look, variants: studio.variants, shown: shown.impression.edition.variant })}</div>
<div id="line" data-live>${shown !== undefined && look.view !== "inbox" && inboxLine(studio, shown)}</div>
<div class="bench">
<div class="stage">
<div id="faults" class="over" role="alert" data-live>${studio.faults}</div>
${sheet(studio)}
</div>
<aside id="inspector" class="inspector" aria-label="Findings"><div id="findings" data-live>${studio.findings}</div></aside>
</div>
<div id="facts" class="facts" data-live>${shown !== undefined && facts(studio, shown.impression)}</div>
</main>
${readerPicker(pickerOf(studio))}${testOf(studio)}${keysSheet(studioKeys)}`,
  });
}

/**
 * The page when there is no issue at all, or not the one that was asked for; one that is open and shows it keeps that.
 */
export function emptyStudio(
  studio: Pick<Studio, "name" | "token" | "told" | "issues" | "look" | "mails"> & { readonly words: string },
): string {
  return page({
    title: `No issue to show · ${studio.name}`,
    layout: "studio",
    news: "Shown anew.",
    token: studio.token,
    told: studio.told,
    fault: studio.words,
    body: html`${sidebar({ ...studio, inbox: inboxOf(studio.mails) })}<main id="main" class="desk"><div id="none" class="empty" data-live><h1>No issue to show</h1><p>${studio.words}</p></div></main>${keysSheet(studioKeys)}`,
  });
}

function inboxOf(mails: number | undefined) {
  return mails === undefined ? undefined : { mails, isOpen: false };
}

function testOf({ open, look, shown, readers, test }: Studio): Html {
  const seen = shown && {
    reader: readers.reader.inWords ?? readers.reader.label,
    subject: shown.impression.view.subject,
  };
  return testMailForm({ open: open.entry.id, look, seen, ...test });
}

function heading(studio: Studio): Html {
  const { open, look, shown, edit } = studio;
  const { id, title, status } = open.entry;
  return html`<h1 dir="auto" title="${title}">${title}</h1>${status !== undefined && html`<span class="chip ${status}">${status}</span>`}
<span class="actions">${readerSteps(pickerOf(studio))}${findingsSwitch(open, look)}<button popovertarget="test-mail" data-key="t" aria-keyshortcuts="t">Test mail</button>${edit}${shown !== undefined && html`<a class="button" href="${issuePath(id)}/message.eml${lookQuery(look)}" download data-key="s">Download .eml</a>`}</span>`;
}

function pickerOf({ open, look, lists, readers }: Studio) {
  return { open: open.entry.id, look, lists, ...readers };
}

function inboxLine({ open, look }: Studio, { impression, from }: Shown): Html {
  const { subject, preheader } = impression.view;
  const name = from.name || from.email;
  return html`<a class="line" data-turn href="${issuePath(open.entry.id)}${lookQuery(look, { view: "inbox" })}">
<span class="hidden">In the list of mails:</span><span class="face" aria-hidden="true">${initialOf(name)}</span>
<span class="lines"><span class="from" dir="auto">${name}</span><span class="subject" dir="auto"><b>${subject}</b> ${preheader}</span></span>
<time>${open.proof?.issue.date}</time>
</a>`;
}

function sheet({ open, look, shown, faults, plan }: Studio): Html {
  if (look.view === "plan")
    return html`<div id="sheet" class="shown" data-live>${planOf(open, look, plan)}</div>`;
  if (shown === undefined)
    return html`<div id="sheet" data-live><p class="empty">${faults === undefined ? "There is nothing to show." : "As soon as the errors are gone, the issue appears here."}</p></div>`;
  return html`<div id="sheet" class="shown${open.isStale && " stale"}" data-live>${viewOf(open, look, shown)}</div>`;
}

function planOf({ entry, list }: OpenIssue, look: Look, plan: KnownPlan | undefined): Html {
  const command = `npx letterpress send ${entry.id} --dry-run --list ${list.id}`;
  return planView(plan, command, `${issuePath(entry.id)}/plan${lookQuery(look)}`);
}

function viewOf({ entry }: OpenIssue, look: Look, { impression, headers, lines, from }: Shown): Html {
  const { view, message, digest } = impression;
  const framed = { path: issuePath(entry.id), look, digest, text: view.text };
  switch (look.view) {
    case "html":
      return frames(framed);
    case "inbox":
      return inboxLooks(from.name || from.email, lines);
    case "text":
      return html`<pre class="sheet text" dir="auto" tabindex="0" aria-label="Plain text">${view.text}</pre>`;
    case "source":
      return sourceView(view.html, "HTML");
    case "headers":
      return headerTable(headers);
    case "raw":
      return sourceView(message.bytes.toString("utf8"), "The message as it is sent");
    case "web":
      return webFrame(framed);
    case "plan":
      return html``;
  }
}

function facts({ open }: Studio, { message }: Made): Html {
  return html`<span>Whole message ${sizeText(message.bytes.length)}</span>
<span>To ${message.envelope.to}</span>
<span>${open.entry.file}</span>`;
}
