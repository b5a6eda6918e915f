import { gmailShows, gmailStyles } from "../../check/gmail-limits.ts";
import type { MailSize } from "../desk/block-sizes.ts";
import { type Html, html } from "./html.ts";
import { sizeText } from "./size-text.ts";

/** How much of what Gmail shows the mail takes, block by block, and its style sheets of what Gmail reads. */
export function sizeMeter(size: MailSize): Html {
  const { total, styles, frame, parts, cut } = size;
  const whole = Math.max(total, gmailShows);
  let at = 0;
  const bars = parts.map(({ block, bytes }) => {
    const x = at;
    at += bytes;
    const kind = block === undefined ? "around" : block % 2 === 0 ? "even" : "odd";
    return html`<rect class="${kind}" x="${x}" width="${bytes}" height="10"${block !== undefined && html` data-of="${block}"`}/>`;
  });
  const left = gmailShows - total;
  return html`<div class="meter">
<p><b>${sizeText(total)}</b> of HTML for this reader, ${sizeText(frame)} of them around the blocks.</p>
<svg viewBox="0 0 ${whole} 10" preserveAspectRatio="none" role="img" aria-label="${sizeText(total)} of ${sizeText(gmailShows)}">${bars}${cut !== undefined && html`<rect class="cut" x="${gmailShows}" width="${Math.round(whole / 200)}" height="10"/>`}</svg>
<p class="${left < 0 ? "over-limit" : "soft"}">${left < 0 ? `Gmail cuts after ${gmailShows.toLocaleString("en")} bytes: the last ${sizeText(-left)} are hidden.` : `Gmail cuts after ${sizeText(gmailShows)}: ${sizeText(left)} are left.`}</p>
<svg class="thin" viewBox="0 0 ${Math.max(styles, gmailStyles)} 10" preserveAspectRatio="none" role="img" aria-label="${sizeText(styles)} of ${sizeText(gmailStyles)}"><rect class="${styles > gmailStyles ? "cut" : "even"}" x="0" width="${styles}" height="10"/></svg>
<p class="${styles > gmailStyles ? "over-limit" : "soft"}">Style sheets ${sizeText(styles)}; Gmail reads none above ${sizeText(gmailStyles)}.</p>
</div>`;
}

/** What a block takes, and whether Gmail shows it. */
export function blockSize({ parts, cut }: MailSize, block: number): Html | undefined {
  const index = parts.findIndex((part) => part.block === block);
  const bytes = parts[index]?.bytes;
  if (bytes === undefined) return undefined;
  const word =
    cut === undefined || index < cut ? undefined : index === cut ? "Gmail cuts here" : "hidden in Gmail";
  return html`<span class="size">${word !== undefined && html`<b class="over-limit">${word}</b> `}${sizeText(bytes)}</span>`;
}
