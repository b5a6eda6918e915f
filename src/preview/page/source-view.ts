import { type Html, html } from "./html.ts";

/**
 * A source, line by line with its numbers; what a person searches for is marked by the script. Only the start of a long
 * one: nobody reads megabytes of base64, and the download has it all.
 */
export function sourceView(text: string, label: string): Html {
  const shown = text.slice(0, mostShown);
  const lines = shown.replace(/\r?\n$/, "").split(/\r?\n/);
  const width = String(lines.length).length;
  return html`<div class="sheet source digits-${width}" tabindex="0" role="region" aria-label="${label}"><ol id="source">
${lines.map((line) => html`<li>${line}\n</li>`)}</ol>${shown.length < text.length && html`<p class="soft">The download has the rest.</p>`}</div>`;
}

const mostShown = 400_000;
