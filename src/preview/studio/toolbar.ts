import { colorSchemes } from "../mail/color-scheme.ts";
import { type Html, html } from "../page/html.ts";
import { besides, imageModes, type Look, lookQuery, namedWidths, views } from "./look.ts";
import { schemeNames, widthNames } from "../page/look-names.ts";
import { issuePath } from "./sidebar.ts";

/** Everything that says how the open issue is looked at. Each choice is a link or a form: its address says it all. */
export function toolbar(tools: {
  /** The id of the open issue. */
  readonly open: string;
  readonly look: Look;
  /** There is a mail to look at. */
  readonly isShown: boolean;
}): Html {
  const { open, look, isShown } = tools;
  const isMail = isShown && look.view === "html";
  const widths = /^\d+$/.test(look.width) ? [...namedWidths, look.width] : namedWidths;
  const hasLight = isMail || (isShown && look.view === "web");
  return html`<nav class="tabs" aria-label="Views of this issue">${views.map((view, index) => turn(open, look, { view }, viewNames[view], { isOn: view === look.view, key: String(index + 1) }))}</nav>
${isMail && choice(open, look, "Beside", "beside", besides, (value) => besideNames[value], "b")}
${isMail && look.beside === "one" && choice(open, look, "Width", "width", widths, widthNames, "w")}
${hasLight && look.beside !== "lights" && choice(open, look, "Light", "scheme", colorSchemes, (value) => schemeNames[value], "d")}
${hasLight && choice(open, look, "Pictures", "images", imageModes, (value) => imageNames[value], "i")}
${isShown && (look.view === "source" || look.view === "raw") && search(look)}`;
}

/**
 * A switch; its key goes to the value after the one that is on. Where the values say themselves what they are, no title
 * is seen.
 */
function choice<Name extends "width" | "scheme" | "images" | "beside">(
  open: string,
  look: Look,
  title: string,
  name: Name,
  values: readonly Look[Name][],
  nameOf: (value: Look[Name]) => string,
  key: string,
): Html {
  const next = values[(values.indexOf(look[name]) + 1) % values.length];
  const isPlain = name === "width" || name === "scheme";
  return html`<div class="tool" role="group" aria-label="${title}">${!isPlain && html`<span>${title}</span>`}<div class="switch">${values.map(
    (value) =>
      turn(open, look, { [name]: value }, nameOf(value), {
        isOn: value === look[name],
        ...(value === next ? { key } : {}),
      }),
  )}</div></div>`;
}

function turn(
  open: string,
  look: Look,
  change: Partial<Look>,
  words: string,
  { isOn, key }: { readonly isOn: boolean; readonly key?: string },
): Html {
  const [name = "", value = ""] = Object.entries(change)[0] ?? [];
  return html`<a id="${name}-${value}" data-turn href="${issuePath(open)}${lookQuery(look, change)}"${isOn && html` aria-current="true"`}${key !== undefined && html` data-key="${key}" aria-keyshortcuts="${key}"`}>${words}</a>`;
}

function search({ find }: Look): Html {
  return html`<div class="tool search-source" role="search"><label for="find">Find</label><input id="find" type="search" value="${find}" autocomplete="off" data-key="f" aria-keyshortcuts="f"><output id="hits" for="find"></output></div>`;
}

const viewNames = {
  html: "Mail",
  inbox: "Inbox",
  text: "Plain text",
  source: "HTML",
  headers: "Headers",
  raw: "Raw",
  web: "Web",
  plan: "Plan",
} as const;
const imageNames = { on: "On", off: "Off" } as const;
const besideNames = { one: "One", widths: "Widths", lights: "Lights", text: "Text" } as const;
