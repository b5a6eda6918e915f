import { createHash } from "node:crypto";
import { basename } from "node:path";
import { type Problem, problem } from "../base/problem.ts";
import { assetPath } from "../model/asset-path.ts";
import type { Asset, Attachment } from "../model/edition.ts";
import { type Block, type Hosting, type Image, type ImageFile, imagesOf, isRemote } from "../model/issue.ts";

/** What a template is told of a picture. */
export interface PlacedImage {
  /** `cid:…` or `https://…`: where mail programs find it. */
  readonly src: string;
  /** CSS pixels; a template may show it smaller. */
  readonly width: number;
  /** To the width; undefined for a picture on another machine. */
  readonly height?: number;
  /** What it was measured from; undefined for a picture on another machine. */
  readonly file?: ImageFile;
}

export interface PlacedImages {
  readonly of: ReadonlyMap<Image, PlacedImage>;
  /** What travels with each message, once for each content. */
  readonly attachments: readonly Attachment[];
  /** What must lie on the site before a message goes out. */
  readonly assets: readonly Asset[];
  readonly problems: readonly Problem[];
}

/**
 * Decides for every picture of the blocks where mail programs find it. Names are made from contents: the same file has
 * the same name in every issue, and another picture under an old name never shows in mails that are out.
 */
export function placeImages(
  blocks: readonly Block[],
  files: readonly ImageFile[],
  mode: Hosting,
  siteUrl: string,
): PlacedImages {
  const of = new Map<Image, PlacedImage>();
  const attachments = new Map<string, Attachment>();
  const assets = new Map<string, Asset>();
  const problems: Problem[] = [];
  for (const image of imagesOf(blocks)) {
    const file = files.find(({ src }) => src === image.src);
    if (isRemote(image)) of.set(image, remote(image));
    else if (file === undefined) problems.push(notRead(image));
    else if (mode === "hosted") {
      const asset = assetOf(file, siteUrl);
      assets.set(asset.path, asset);
      of.set(image, { src: asset.url, ...sizeOf(image, file), file });
    } else {
      const attachment = attachmentOf(file);
      // Of two names for one content, mail programs see the first.
      if (!attachments.has(attachment.cid)) attachments.set(attachment.cid, attachment);
      of.set(image, { src: `cid:${attachment.cid}`, ...sizeOf(image, file), file });
    }
  }
  return { of, attachments: [...attachments.values()], assets: [...assets.values()], problems };
}

function attachmentOf({ src, bytes, contentType }: ImageFile): Attachment {
  return { cid: `${hashOf(bytes).slice(0, 16)}@images`, filename: basename(src), contentType, bytes };
}

function assetOf({ src, bytes, contentType }: ImageFile, siteUrl: string): Asset {
  const path = assetPath({ name: src, bytes, contentType });
  return { path, url: `${siteUrl}/${path}`, contentType, bytes };
}

/** The width that is asked for, or the file's own; the height follows. */
function sizeOf(image: Image, file: ImageFile): { readonly width: number; readonly height: number } {
  const width = image.width ?? Math.max(1, Math.round(file.width / file.density));
  return { width, height: Math.max(1, Math.round((width * file.height) / file.width)) };
}

/** Without a width it has a Problem already; the template is looked at all the same. */
function remote({ src, width = 600 }: Image): PlacedImage {
  return { src: URL.canParse(src) ? new URL(src).href : src, width };
}

function notRead(image: Image): Problem {
  const message = `the picture "${image.src}" was not read.`;
  return problem(image.at, "render/image-missing", message, "Check its name and that the file is there.");
}

function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
