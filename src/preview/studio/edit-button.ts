import { type Html, html } from "../page/html.ts";
import { editorLink, type TextEditor } from "../text-editor.ts";

/** Opens a whole file: by the path that asks the editor of this machine, or by a link. `file` is its whole path. */
export function editButton(file: string, editor: TextEditor | undefined, opens: string): Html {
  if (editor === undefined)
    return html`<a class="button" href="${editorLink({ file, line: 1, column: 1 })}" data-key="e">Edit</a>`;
  return html`<form data-act method="post" action="${opens}"><button data-key="e" title="Open in ${editor.name}">Edit</button></form>`;
}
