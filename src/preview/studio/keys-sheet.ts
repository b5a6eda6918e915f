import { type Html, html } from "../page/html.ts";

/** What `?` shows. The keys themselves stand at what they click, as `data-key`. */
export function keysSheet(keys: Keys): Html {
  return html`<dialog id="keys" aria-labelledby="keys-title"><form method="dialog">
<h2 id="keys-title" tabindex="-1" autofocus>Keys</h2>
<dl>${keys.map(([key, does]) => html`<div><dt>${key.split(" ").map((one) => html`<kbd>${one}</kbd>`)}</dt><dd>${does}</dd></div>`)}</dl>
<button>Close</button>
</form></dialog>`;
}

type Keys = readonly (readonly [key: string, does: string])[];

/** On the page of an issue. */
export const studioKeys: Keys = [
  ["j k", "the issue below, the issue above"],
  ["/", "search the issues"],
  ["1 … 8", "mail, inbox, plain text, HTML, headers, raw message, web version, plan"],
  ["b", "one frame, or several beside each other"],
  ["w", "the next width; ← and → on its grip change it"],
  ["d", "the next light: light, dark, inverted in part, inverted"],
  ["i", "pictures on or off"],
  ["f", "find in a source; Enter goes to the next place"],
  ["r", "choose the reader"],
  ["← →", "the reader before, the next reader"],
  ["v", "the next variant that nobody has looked at"],
  ["x", "the findings beside the mail, or put away"],
  ["n", "the next finding; Enter opens its line"],
  ["e", "open the issue in your editor"],
  ["s", "save the message as a file"],
  ["p", "work out the plan again, in its view"],
  ["t", "send a test mail"],
  ["m", "the inbox: mails that arrived"],
  ["?", "these keys"],
];

/** On the pages of the inbox. */
export const inboxKeys: Keys = [
  ["j k", "the older mail, the newer mail"],
  ["1 … 4", "HTML, text, headers, source"],
  ["f", "find a mail"],
  ["s", "save the mail as a file"],
  ["Delete", "delete the mail; Tab reaches the button of each mail in the list"],
  ["u", "back to the list of mails"],
  ["?", "these keys"],
];
