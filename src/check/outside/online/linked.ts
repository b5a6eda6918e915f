import type { Position } from "../../../base/problem.ts";
import { decodeEntities, type HtmlAttribute, scanHtml } from "../../../base/scan-html.ts";
import type { Segments } from "../../../model/edition.ts";
import { assetPath } from "../../../model/asset-path.ts";
import { type Block, imagesOf, isRemote } from "../../../model/issue.ts";
import type { OutsideSubject } from "../outside-check.ts";
import { htmlLinesOf, placeFinder } from "../../html-lines.ts";
import { linksOf } from "../../said.ts";

/** An address on the web that readers of some variant get: a link, or a picture that their programs fetch. */
export interface Linked {
  /** Without what stands behind its #, which no site is told. */
  readonly url: string;
  readonly kind: "link" | "picture";
  /** Every line that says it, in reading order; that of the template's name when none is found. */
  readonly places: readonly [Position, ...Position[]];
  /** A picture of the issue that the newsletter's own site is to show, once it has been copied there. */
  readonly isOwn?: true;
}

/** Every address in what readers get, once each. Those with something of the reader in them are not there. */
export function linkedIn(subject: OutsideSubject): readonly Linked[] {
  const { issue, editions, template } = subject;
  const kinds = new Map<string, Linked["kind"]>();
  for (const { html } of editions)
    for (const { url, kind } of addressesIn(html)) if (kinds.get(url) !== "picture") kinds.set(url, kind);
  const own = ownPictures(subject);
  const written = [...placesIn(issue.blocks), ...own];
  const files = [template.frame, ...template.parts.values()];
  return [...kinds].map(([url, kind]) => {
    const found = written.filter((one) => one.url === url).map(({ at }) => at);
    const [first = issue.templateAt, ...others] =
      found.length > 0 ? found : files.flatMap(({ file, text }) => placesOf(url, text, file));
    const isOwn = own.some((one) => one.url === url);
    return { url, kind, places: [first, ...others], ...(isOwn ? { isOwn } : {}) };
  });
}

/** Where hosted pictures of the issue are to be, whether they are hosted or not. */
function ownPictures({ issue, images, sender }: OutsideSubject) {
  return imagesOf(issue.blocks).flatMap(({ src, at }) => {
    const file = images.find((one) => one.src === src);
    return file === undefined ? [] : [{ url: `${sender.siteUrl}/${assetPath({ name: src, ...file })}`, at }];
  });
}

/** An address in one form; undefined of what is none on the web. */
export function webAddress(written: string): string | undefined {
  if (!/^https?:\/\//i.test(written) || !URL.canParse(written)) return undefined;
  const url = new URL(written);
  url.hash = "";
  return url.href;
}

/** Stands where a slot does: what holds one is another address for each reader. */
const open = "\u0000";

function addressesIn(html: Segments): readonly Pick<Linked, "url" | "kind">[] {
  const text = html.map((part) => (typeof part === "string" ? part : open)).join("");
  return scanHtml(text).flatMap((piece) =>
    piece.kind === "tag" && !piece.closing
      ? piece.attributes.flatMap((attribute) => addressIn(piece.name, attribute))
      : [],
  );
}

function addressIn(element: string, { name, value }: HtmlAttribute): readonly Pick<Linked, "url" | "kind">[] {
  const kind = kindOf(element, name);
  const url =
    kind === undefined || value.includes(open) ? undefined : webAddress(decodeEntities(value).trim());
  return kind === undefined || url === undefined ? [] : [{ url, kind }];
}

function kindOf(element: string, attribute: string): Linked["kind"] | undefined {
  if (attribute === "href") return element === "a" || element === "area" ? "link" : undefined;
  return (attribute === "src" && element === "img") || attribute === "background" ? "picture" : undefined;
}

/** Where the issue says which address. */
function placesIn(blocks: readonly Block[]): readonly { readonly url: string; readonly at: Position }[] {
  const links = linksOf({ blocks }).map(({ url, at }) => ({ url, at }));
  const pictures = imagesOf(blocks).flatMap((image) =>
    isRemote(image) ? [{ url: image.src, at: image.at }] : [],
  );
  // The links in HTML are among them a second time.
  const raw = htmlLinesOf(blocks).flatMap(({ text, at }) => urlsIn(text, at));
  const all = new Map([...links, ...pictures, ...raw].map((one) => [JSON.stringify(one), one]));
  return [...all.values()].flatMap(({ url, at }) => {
    const address = webAddress(url);
    return address === undefined ? [] : [{ url: address, at }];
  });
}

function placesOf(url: string, text: string, file: string): readonly Position[] {
  return urlsIn(text, { file, line: 1, column: 1 })
    .filter((one) => webAddress(one.url) === url)
    .map(({ at }) => at);
}

/** Whatever begins like an address of the web in HTML or MJML, with its place. */
function urlsIn(text: string, start: Position): readonly { readonly url: string; readonly at: Position }[] {
  const placeOf = placeFinder(text, start);
  return [...text.matchAll(/https?:\/\/[^\s"'<>{}]+/gi)].map(({ 0: written, index }) => ({
    url: decodeEntities(written),
    at: placeOf(index),
  }));
}
