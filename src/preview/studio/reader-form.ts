import { type Html, html } from "../html.ts";
import type { Look } from "../look.ts";
import type { SampleReader } from "../sample-readers.ts";
import { issuePath } from "./sidebar.ts";

/** Who looks at the issue, and through which list it comes. */
export function readerForm(form: {
  /** The id of the open issue. */
  readonly open: string;
  readonly look: Look;
  readonly lists: readonly { readonly id: string; readonly name: string }[];
  readonly readers: readonly SampleReader[];
}): Html {
  const { open, look, lists, readers } = form;
  const hidden = Object.entries(look).filter(([name]) => name !== "reader" && name !== "list");
  const options = (choices: readonly (readonly [string, string])[], chosen: string) =>
    choices.map(
      ([value, label]) =>
        html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`,
    );
  return html`<form class="tool" action="${issuePath(open)}" data-turn>
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
<button>Show</button></form>`;
}
