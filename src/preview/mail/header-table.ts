import { type Html, html } from "../page/html.ts";
import type { MailHeader } from "./read-mail.ts";

/** Names and values, as a table. */
export function headerTable(headers: readonly MailHeader[]): Html {
  return html`<table class="sheet headers"><thead><tr><th scope="col">Header</th><th scope="col">Value</th></tr></thead>
<tbody>${headers.map(({ name, value }) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`;
}
