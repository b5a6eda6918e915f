import { type HtmlAttribute, type HtmlPiece, scanHtml } from "../../base/scan-html.ts";
import { type Use, usesOfSheet, usesOfStyle, usesOfValue } from "./css-uses.ts";

type Tag = Extract<HtmlPiece, { kind: "tag" }>;

/**
 * Something used, and whether it stands where Outlook on Windows does not look: between `<!--[if !mso]><!-->` and
 * `<!--<![endif]-->`.
 */
export interface MarkupUse extends Use {
  readonly hiddenFromOutlook: boolean;
}

/**
 * What HTML or MJML uses that mail programs may not know. Of MJML's own elements only the values are looked at that
 * whoever wrote them decides: how MJML writes them is tested by those who make it. What is for Outlook alone stands in
 * comments, and is passed over.
 */
export function usesOfMarkup(markup: string): readonly MarkupUse[] {
  const uses: MarkupUse[] = [];
  let hiddenFromOutlook = false;
  let sheet: Tag | undefined;
  for (const piece of scanHtml(markup)) {
    const text = markup.slice(piece.start, piece.end);
    const note = (found: readonly Use[], offset = 0) => {
      for (const { feature, index } of found)
        uses.push({ feature, index: index + offset, hiddenFromOutlook });
    };
    if (piece.kind === "comment") {
      if (/^<!--\[if\s+!\s*mso/i.test(text)) hiddenFromOutlook = true;
      if (/<!\[endif\]/i.test(text)) hiddenFromOutlook = false;
    } else if (piece.kind === "raw") {
      if (piece.element === "style") note(usesOfSheet(text), piece.start);
    } else if (piece.kind === "tag") {
      if (piece.name === "mj-style" && sheet === undefined && !piece.closing) sheet = piece;
      else if (piece.name === "mj-style" && sheet !== undefined && piece.closing) {
        note(usesOfSheet(markup.slice(sheet.end, piece.start)), sheet.end);
        sheet = undefined;
      } else if (sheet === undefined && !piece.closing) note(usesOfTag(piece));
    }
  }
  return uses;
}

function usesOfTag(tag: Tag): readonly Use[] {
  const at = (feature: string, index = tag.start): readonly Use[] => [{ feature, index }];
  const own = tag.name.startsWith("mj-") ? [] : elementsOf(tag).flatMap((feature) => at(feature));
  return [...own, ...tag.attributes.flatMap((attribute) => usesOfAttribute(tag, attribute))];
}

function usesOfAttribute(tag: Tag, { name, value, start }: HtmlAttribute): readonly Use[] {
  const at = (feature: string): readonly Use[] => [{ feature, index: start }];
  const isMjml = tag.name.startsWith("mj-");
  if (name === "style")
    return usesOfStyle(value).map(({ feature, index }) => ({ feature, index: index + start }));
  if (name === "src")
    return /^(?:img|mj-image|mj-hero|mj-carousel-image)$/.test(tag.name) ? pictureOf(value).flatMap(at) : [];
  if (isMjml) return wordy.has(name) ? [] : usesOfValue(value).flatMap(at);
  if (name === "href" && /^#./.test(value) && tag.name === "a") return at("html-anchor-links");
  const feature = attributes.get(name);
  return feature === undefined ? [] : at(feature);
}

function elementsOf({ name, attributes: all }: Tag): readonly string[] {
  const given = (attribute: string) => all.find((one) => one.name === attribute)?.value.toLowerCase() ?? "";
  if (name === "link") return /stylesheet/.test(given("rel")) ? ["html-link"] : [];
  if (name === "input") return [`html-input-${inputs.find((one) => one === given("type")) ?? "text"}`];
  if (name === "button") return ["html-button-submit"];
  const feature = elements.get(name);
  return feature === undefined ? [] : [feature];
}

function pictureOf(src: string): readonly string[] {
  if (/^data:/i.test(src)) return ["image-base64"];
  const ending = /\.(\w+)(?:[?#].*)?$/.exec(src)?.[1]?.toLowerCase() ?? "";
  const feature = pictures.get(ending);
  return feature === undefined ? [] : [feature];
}

const inputs = ["checkbox", "hidden", "radio", "reset", "submit"] as const;

const elements: ReadonlyMap<string, string> = new Map([
  ["audio", "html-audio"],
  ["dialog", "html-dialog"],
  ["form", "html-form"],
  ["meter", "html-meter"],
  ["object", "html-object"],
  ["progress", "html-progress"],
  ["ruby", "html-ruby"],
  ["select", "html-select"],
  ["svg", "html-svg"],
  ["textarea", "html-textarea"],
  ["video", "html-video"],
]);

const attributes: ReadonlyMap<string, string> = new Map([
  ["background", "html-background"],
  ["hidden", "html-hidden"],
  ["popover", "html-popover"],
  ["usemap", "html-image-maps"],
]);

const pictures: ReadonlyMap<string, string> = new Map([
  ["apng", "image-apng"],
  ["avif", "image-avif"],
  ["bmp", "image-bmp"],
  ["heic", "image-heif"],
  ["heif", "image-heif"],
  ["ico", "image-ico"],
  ["mp4", "image-mp4"],
  ["svg", "image-svg"],
  ["tif", "image-tiff"],
  ["tiff", "image-tiff"],
  ["webp", "image-webp"],
]);

/** What attributes of MJML say in words. */
const wordy: ReadonlySet<string> = new Set([
  "alt",
  "css-class",
  "href",
  "mj-class",
  "name",
  "rel",
  "target",
  "title",
]);
