import { type Html, html } from "../html.ts";
import { imageModes, type Look, lookQuery, views, widths } from "../look.ts";
import type { SampleReader } from "../sample-readers.ts";
import { issuePath } from "./sidebar.ts";

/** Everything that says how the open issue is looked at. Each choice is a link or a form: its address says it all. */
export function toolbar(tools: {
  /** The id of the open issue. */
  readonly open: string;
  readonly look: Look;
  readonly lists: readonly { readonly id: string; readonly name: string }[];
  readonly readers: readonly SampleReader[];
  /** There is a mail to look at. */
  readonly isShown: boolean;
}): Html {
  const { open, look, isShown } = tools;
  const isMail = look.view === "html" && isShown;
  return html`<nav class="tabs" aria-label="Views of this issue">${views.map((view, index) => turn(open, look, { view }, viewNames[view], { isOn: view === look.view, key: String(index + 1) }))}</nav>
${isMail && choice(open, look, "Width", "width", widths, widthNames, "w")}
${isMail && choice(open, look, "Light", "scheme", ["light", "dark"], schemeNames, "d")}
${isMail && choice(open, look, "Pictures", "images", imageModes, imageNames, "i")}
${readerForm(tools)}`;
}

/** A switch; its key goes to the value after the one that is on. */
function choice<Name extends "width" | "scheme" | "images">(
  open: string,
  look: Look,
  title: string,
  name: Name,
  values: readonly Look[Name][],
  names: Readonly<Record<Look[Name], string>>,
  key: string,
): Html {
  const next = values[(values.indexOf(look[name]) + 1) % values.length];
  return html`<div class="tool" role="group" aria-label="${title}"><span>${title}</span><div class="switch">${values.map(
    (value) =>
      turn(open, look, { [name]: value }, names[value], {
        isOn: value === look[name],
        ...(value === next ? { key } : {}),
      }),
  )}</div></div>`;
}

function turn(
  open: string,
  look: Look,
  change: Partial<Look>,
  words: string,
  { isOn, key }: { readonly isOn: boolean; readonly key?: string },
): Html {
  const [name = "", value = ""] = Object.entries(change)[0] ?? [];
  return html`<a id="${name}-${value}" data-turn href="${issuePath(open)}${lookQuery(look, change)}"${isOn && html` aria-current="true"`}${key !== undefined && html` data-key="${key}" aria-keyshortcuts="${key}"`}>${words}</a>`;
}

function readerForm({ open, look, lists, readers }: Parameters<typeof toolbar>[0]): Html {
  const hidden = Object.entries(look).filter(([name]) => name !== "reader" && name !== "list");
  const options = (choices: readonly (readonly [string, string])[], chosen: string) =>
    choices.map(
      ([value, label]) =>
        html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`,
    );
  return html`<div class="tool"><form action="${issuePath(open)}" data-turn>
${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${
  lists.length > 1 &&
  html`<label class="tool"><span>List</span><select id="list" name="list" data-submit>${options(
    lists.map(({ id, name }) => [id, name]),
    look.list,
  )}</select></label>`
}
<label class="tool"><span>Seen by</span><select id="reader" name="reader" data-submit data-key="r">${options(
    readers.map(({ key, label }) => [key, label]),
    look.reader,
  )}</select></label>
<button>Show</button></form></div>`;
}

const viewNames = { html: "HTML", text: "Plain text", headers: "Headers" } as const;
const widthNames = { "320": "320", "640": "640", full: "Full" } as const;
const schemeNames = { light: "Light", dark: "Dark" } as const;
const imageNames = { on: "On", off: "Off" } as const;
