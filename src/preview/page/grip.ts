import { type Html, html } from "./html.ts";
import { narrowest, widest } from "./look-names.ts";

/**
 * What is dragged to make the mail in a pane wider or narrower (browser/free-width.js). `width` is that of the pane, if
 * it is known.
 */
export function grip(width?: string): Html {
  return html`<div class="grip" id="grip" role="slider" tabindex="0" aria-label="Width of the mail in pixels" aria-orientation="horizontal" aria-valuemin="${narrowest}" aria-valuemax="${widest}" aria-valuenow="${/^\d+$/.test(width ?? "") ? width : 0}"></div>`;
}
