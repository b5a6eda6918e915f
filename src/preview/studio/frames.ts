import type { ColorScheme } from "../mail/color-scheme.ts";
import { frameSandbox } from "../mail/framed-mail.ts";
import { type Html, html } from "../page/html.ts";
import { grip } from "../page/grip.ts";
import { widthNames } from "../page/look-names.ts";
import { frameQuery, type Look } from "./look.ts";

/** What a mail is shown in. */
export interface FramedIssue {
  /** The path of the issue. */
  readonly path: string;
  readonly look: Look;
  /** Changes when the HTML does. */
  readonly digest: string;
  /** The plain text of the same mail. */
  readonly text: string;
}

/** The mail in one frame, or in several beside each other. */
export function frames(framed: FramedIssue): Html {
  const { look, text } = framed;
  const one = (width: string, scheme: ColorScheme) => frame(framed, width, scheme);
  switch (look.beside) {
    case "one":
      return html`<div class="panes">${frame(framed, look.width, look.scheme, grip(look.width))}</div>`;
    case "widths":
      return html`<div class="panes beside">${one("desktop", look.scheme)}${one("mobile", look.scheme)}</div>`;
    case "lights":
      return html`<div class="panes beside">${(["light", "dark", "partly", "fully"] as const).map((scheme) => one("mobile", scheme))}</div>`;
    case "text":
      return html`<div class="panes beside">${one("desktop", look.scheme)}<figure class="pane"><figcaption>Plain text</figcaption><pre class="sheet text" dir="auto" tabindex="0">${text}</pre></figure></div>`;
  }
}

/** The mail as a page of its own, as wide as the screen. */
export function webFrame(framed: FramedIssue): Html {
  return html`<div class="panes">${frame(framed, "web", framed.look.scheme, undefined, "The web version: what “View in your browser” shows, once npx letterpress serve answers on your site")}</div>`;
}

function frame(
  { path, look, digest }: FramedIssue,
  width: string,
  scheme: ColorScheme,
  besideIt?: Html,
  caption = `${widthNames(width)}, ${schemeWords[scheme]}`,
): Html {
  const src = `${path}/frame${frameQuery(look, scheme, digest)}`;
  const isFree = /^\d+$/.test(width);
  return html`<figure class="pane ${isFree ? "free" : width}"${isFree && html` data-width="${width}"`}>
<figcaption><span>${caption}</span> <a href="${src}" target="_blank" rel="noopener">Open alone</a></figcaption>
<div class="frame ${scheme}"><iframe title="The mail, ${caption}" sandbox="${frameSandbox}" src="${src}"></iframe>${besideIt}</div>
</figure>`;
}

const schemeWords = {
  light: "light",
  dark: "in your dark",
  partly: "inverted in part (Gmail on Android)",
  fully: "inverted (Gmail on iPhone, Outlook)",
} as const;
