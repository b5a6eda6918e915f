import { type Html, html } from "./html.ts";
import type { InboxLine } from "../desk/inbox-lines.ts";

/** How a mail looks in the lists of mail programs, in the light and in the dark. `from` is the sender's name. */
export function inboxLooks(from: string, lines: readonly InboxLine[]): Html {
  return html`<div class="programs">
${programs.map(
  ({ id, name, isOneLine }) => html`<section class="program ${id}"><h2>${name}</h2>
<div class="lists" tabindex="0" role="group" aria-label="${name}, light and dark">${(["light", "dark"] as const).map((scheme) => html`<div class="mail-list ${scheme}">${lines.map((line) => row(from, line, isOneLine))}</div>`)}</div>
<dl class="cuts" hidden></dl>
</section>
`,
)}</div>
<p class="soft note-below">Measured with the fonts of this machine, at the width of a usual screen (Gmail in a browser: 1,100 pixels); programs, screens and settings differ. ${afterPreheader(lines)}</p>`;
}

/** The letter in the circle. */
export function initialOf(from: string): string {
  return [...from.replace(/^(?:the|a)\s+/i, "")][0] ?? "";
}

function afterPreheader(lines: readonly InboxLine[]): string {
  return lines.some(({ rest }) => rest !== "")
    ? "Underlined is what follows the preheader in the mail and shows when the preheader is short."
    : "When the preheader is short, the rest of its line stays empty: your template sees to that.";
}

function row(from: string, line: InboxLine, isOneLine: boolean): Html {
  const { arm, subject, preheader, rest } = line;
  const suffix = arm === undefined ? "" : ` ${arm.toUpperCase()}`;
  const snippet = html`${preheader}${rest !== "" && html` <u>${rest}</u>`}`;
  const words = isOneLine
    ? html`<p class="words" dir="auto" data-cut="Line${suffix}"><b>${subject}</b> <span>– ${snippet}</span></p>`
    : html`<p class="subject" dir="auto" data-cut="Subject${suffix}">${subject}</p><p class="snippet" dir="auto" data-cut="Preview${suffix}">${snippet}</p>`;
  return html`<div class="row"><span class="face" aria-hidden="true">${initialOf(from)}</span><p class="from" dir="auto">${from}</p>${words}<time>08:00</time></div>`;
}

const programs = [
  { id: "gmail-desktop", name: "Gmail in a browser", isOneLine: true },
  { id: "gmail-phone", name: "Gmail on a phone", isOneLine: false },
  { id: "apple-phone", name: "Apple Mail on an iPhone", isOneLine: false },
  { id: "apple-desktop", name: "Apple Mail on a Mac", isOneLine: false },
  { id: "outlook-desktop", name: "Outlook for Windows", isOneLine: false },
  { id: "outlook-phone", name: "Outlook on a phone", isOneLine: false },
] as const;
