import { withPictureUrls } from "../../message/picture-urls.ts";
import type { Asset } from "../../model/edition.ts";
import { bytesPolicy } from "../server/guard.ts";
import type { MailPart } from "./read-mail.ts";

/**
 * What the frame around a mail may do. Scripts never run: no `allow-scripts`, and the policy of the document forbids
 * them once more. `allow-same-origin` without scripts lets our page measure the mail, it gives the mail nothing.
 */
export const frameSandbox = "allow-same-origin";

/** The HTML of a mail as a document for a frame. It can load nothing but its own pictures. */
export function framedMail(markup: string, images: "on" | "off"): Response {
  const policy = [
    "default-src 'none'",
    images === "on" ? "img-src 'self' data:" : "img-src 'none'",
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    `sandbox ${frameSandbox}`,
  ].join("; ");
  return new Response(markup, {
    headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy },
  });
}

/** The same HTML with pictures of the newsletter's site shown from here: they need not be online yet. */
export function withAssetUrls(
  markup: string,
  assets: readonly Asset[],
  urlOf: (asset: Asset) => string,
): string {
  const known = new Map(assets.map((asset) => [asset.url, urlOf(asset)]));
  return withPictureUrls(markup, (src) => known.get(src) ?? src);
}

/** One segment of a path, safe inside a quoted attribute and inside `url()` too. */
export function pathPart(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A part of a mail. Only pictures are shown; everything else, SVG with its scripts too, is a download. */
export function partResponse(part: MailPart): Response {
  const isPicture = pictures.has(part.contentType);
  return new Response(new Uint8Array(part.bytes), {
    headers: {
      "Content-Type": isPicture ? part.contentType : "application/octet-stream",
      "Content-Disposition": isPicture ? "inline" : attachment(part.filename),
      "Content-Security-Policy": bytesPolicy,
    },
  });
}

/** A whole message as a file. */
export function emlResponse(bytes: Buffer, filename: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": "message/rfc822",
      "Content-Disposition": attachment(filename),
      "Content-Security-Policy": bytesPolicy,
    },
  });
}

function attachment(filename: string): string {
  return `attachment; filename*=UTF-8''${pathPart(filename)}`;
}

const pictures = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
