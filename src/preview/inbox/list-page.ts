import { type Html, html } from "../page/html.ts";
import { sizeText } from "../page/size-text.ts";
import { type InboxPlace, listPath, mailPath } from "./inbox-place.ts";
import type { ArrivedMail } from "./mail-folder.ts";
import { recipientWords, timeOf } from "./mail-words.ts";

export interface MailList {
  readonly mails: readonly ArrivedMail[];
  /** Of all mails and of those that `search` leaves. */
  readonly total: number;
  readonly found: number;
  readonly search: string;
  /** From 1. */
  readonly sheet: number;
  readonly sheets: number;
}

/** The list of mails, newest first. */
export function listPage(place: InboxPlace, list: MailList): Promise<string> {
  const { mails, total, search } = list;
  return place.frame({
    title: `Inbox (${total.toLocaleString("en")})`,
    bar: html`<form class="search" role="search" action="${listPath(place)}" data-turn>
<label for="q">Search address or subject</label>
<input id="q" name="q" type="search" value="${search}" autocomplete="off" placeholder="Address or subject" data-key="f" aria-keyshortcuts="f">
<button>Search</button>
</form>`,
    main: html`<div class="headline"><h1>Inbox</h1><p id="summary" data-live>${summary(list)}</p>${place.mayDelete && deleteAll(place, list)}</div>
<div id="mails" data-live>
${mails.length === 0 ? emptyList(place, list) : html`<ol class="mails">${mails.map((mail) => row(place, mail))}</ol>`}
${sheetLinks(place, list)}
</div>
<p class="soft">Any program on this machine can send to it: SMTP at <code>127.0.0.1:${String(place.port)}</code>, without TLS and without a password. It takes mail to every address and passes none on.</p>`,
  });
}

function summary({ total, found, search }: MailList): string {
  return search === "" ? mailCount(total) : `${found.toLocaleString("en")} of ${mailCount(total)}`;
}

function mailCount(count: number): string {
  return `${count.toLocaleString("en")} ${count === 1 ? "mail" : "mails"}`;
}

/** Asked once more, because nothing brings them back. */
function deleteAll(place: InboxPlace, { total, search }: MailList): Html {
  return html`<div id="delete" class="delete" data-live>${
    total > 0 &&
    html`<button popovertarget="delete-all">Delete all …</button>
<div id="delete-all" popover class="asks"><form data-act method="post" action="${place.base}/delete">
<p>Delete ${total === 1 ? "the only mail" : `all ${mailCount(total)}`} for good${search !== "" && ", also those that your search leaves out"}?</p>
<p class="answers"><button class="main" autofocus>Delete all</button><button type="button" popovertarget="delete-all" popovertargetaction="hide">Keep them</button></p>
</form></div>`
  }</div>`;
}

function row(place: InboxPlace, mail: ArrivedMail): Html {
  const subject = mail.subject || "(no subject)";
  return html`<li><a href="${mailPath(place, mail.id)}">
<span class="who">${recipientWords(mail)}</span>
<span class="what" dir="auto">${subject}</span>
<span class="size">${sizeText(mail.size)}</span>
${timeOf(mail)}
</a>${place.mayDelete && html`<form class="delete-one" data-act method="post" action="${mailPath(place, mail.id)}/delete"><button class="plain" title="Delete" aria-label="Delete: ${subject}">×</button></form>`}</li>
`;
}

function emptyList(place: InboxPlace, { total }: MailList): Html {
  if (total > 0) return html`<p class="empty">No mail has this in its address or subject.</p>`;
  const test = place.mayDelete && " Send a test from an issue, or let a program of yours send one.";
  return html`<p class="empty">Nothing has arrived yet. Mails appear here by themselves.${test}</p>`;
}

function sheetLinks(place: InboxPlace, { sheet, sheets, search }: MailList): Html | undefined {
  if (sheets < 2) return undefined;
  const link = (number: number, words: string) =>
    number >= 1 &&
    number <= sheets &&
    html`<a data-turn href="${listPath(place)}?${new URLSearchParams({ q: search, page: String(number) }).toString()}">${words}</a>`;
  return html`<nav class="sheets" aria-label="Pages">${link(sheet - 1, "Newer")}<span>Page ${sheet} of ${sheets}</span>${link(sheet + 1, "Older")}</nav>`;
}
