import { type Html, html } from "../page/html.ts";
import type { Position } from "../../base/problem.ts";
import { editorLink, type TextEditor, wholePlace } from "../text-editor.ts";
import type { FindingsPlace } from "../page/finding.ts";

/** Opens a whole file: by the path that asks the editor of this machine, or by a link. `file` is its whole path. */
export function editButton(file: string, editor: TextEditor | undefined, opens: string): Html {
  if (editor === undefined)
    return html`<a class="button" href="${editorLink({ file, line: 1, column: 1 })}" data-key="e">Edit</a>`;
  return html`<form data-act method="post" action="${opens}"><button data-key="e" title="Open in ${editor.name}">Edit</button></form>`;
}

/** Opens a line of the issue: what stands in it is a number, and what is opened is asked for by `key`. */
export function lineButton(place: FindingsPlace, at: Position, key: string): Html {
  const words = html`line ${at.line}`;
  const title = `Open line ${at.line} in the editor`;
  if (place.opens === undefined)
    return html`<a class="line-button" href="${editorLink(wholePlace(place.root, at))}" title="${title}">${words}</a>`;
  return html`<form data-act method="post" action="${place.opens(key)}"><button class="line-button" title="${title}">${words}</button></form>`;
}
