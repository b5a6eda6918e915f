import { type Html, html } from "../page/html.ts";
import { type Look, lookQuery } from "./look.ts";
import type { ReaderEntry } from "../desk/sample-readers.ts";
import { issuePath } from "./sidebar.ts";

/** Whom one can look at an issue as. */
export interface Readers {
  /** Of the store: those who were searched for, or the first ones. */
  readonly found: readonly ReaderEntry[];
  readonly hasMore: boolean;
  /** Edge cases. */
  readonly invented: readonly ReaderEntry[];
  /** Who looks now. */
  readonly reader: ReaderEntry;
}

interface Picker extends Readers {
  /** The id of the open issue. */
  readonly open: string;
  readonly look: Look;
  readonly lists: readonly { readonly id: string; readonly name: string }[];
}

/** Who looks at the issue, and the steps to the reader before and after in the list. */
export function readerSteps(picker: Picker): Html {
  const { open, look, lists, found, invented, reader } = picker;
  const all = [...found, ...invented];
  const at = all.findIndex(({ key }) => key === reader.key);
  const step = (to: ReaderEntry | undefined, by: 1 | -1, key: string, sign: string, words: string) =>
    to === undefined
      ? html`<span class="button" aria-hidden="true">${sign}</span>`
      : html`<a class="button" data-turn data-step="${by}" data-key="${key}" aria-keyshortcuts="${key}" aria-label="${words}: ${to.label}" href="${issuePath(open)}${lookQuery(look, { reader: to.key })}">${sign}</a>`;
  return html`${lists.length > 1 && listForm(picker)}<div class="steps" role="group" aria-label="Reader">${step(at < 0 ? undefined : all[at - 1], -1, "ArrowLeft", "‹", "The reader before")}<button id="reader" popovertarget="readers" data-key="r" aria-keyshortcuts="r"><span class="soft">Seen by</span> <bdi>${reader.label}</bdi></button>${step(all[at + 1], 1, "ArrowRight", "›", "The next reader")}</div>`;
}

/** Where a reader is searched for and chosen. */
export function readerPicker(picker: Picker): Html {
  const { open, look, found, hasMore, invented } = picker;
  return html`<div id="readers" popover class="readers"><form action="${issuePath(open)}" role="search">
<input type="hidden" name="list" value="${look.list}"><input type="hidden" name="view" value="${look.view}">
<label class="hidden" for="find-reader">Search readers</label>
<input id="find-reader" name="who" type="search" value="${look.who}" placeholder="Search readers by address or name" autocomplete="off" autofocus data-reader="${look.reader}">
</form>
<div id="reader-list" data-live>${group(picker, "Readers", found)}
${found.length === 0 && html`<p class="soft">${look.who === "" ? "Nobody has subscribed to this list yet." : "Nobody has these words."}</p>`}${hasMore && html`<p class="soft">There are more: search for them.</p>`}
${group(picker, "Edge cases", invented)}</div>
</div>`;
}

function group({ open, look, reader }: Picker, title: string, entries: readonly ReaderEntry[]): Html {
  if (entries.length === 0) return html``;
  return html`<h2>${title}</h2><ul>${entries.map(({ key, label }) => html`<li><a data-turn href="${issuePath(open)}${lookQuery(look, { reader: key })}"${key === reader.key && html` aria-current="true"`}><bdi>${label}</bdi></a></li>`)}</ul>`;
}

function listForm({ open, look, lists }: Picker): Html {
  const hidden = Object.entries(look).filter(([name]) => name !== "reader" && name !== "list");
  return html`<form class="tool" action="${issuePath(open)}" data-turn>
${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label class="tool"><span>List</span><select id="list" name="list" data-submit>${lists.map(({ id, name }) => html`<option value="${id}"${id === look.list && html` selected`}>${name}</option>`)}</select></label>
<button>Show</button></form>`;
}
