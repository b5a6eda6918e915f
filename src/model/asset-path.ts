import { createHash } from "node:crypto";
import { posix } from "node:path";

/**
 * Where a picture lies on the newsletter's site: `assets/kings-0123456789ab.png`. The name is made from the content:
 * the same file has the same name in every issue, and another picture under an old name never shows where the old one
 * was meant.
 */
export function assetPath({
  name,
  bytes,
  contentType,
}: {
  /** Of the file, with folders before it or not. */
  readonly name: string;
  readonly bytes: Buffer;
  readonly contentType: string;
}): string {
  const ending = contentType === "image/jpeg" ? "jpg" : contentType.replace("image/", "");
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  return `assets/${slug(name)}-${hash}.${ending}`;
}

/** The file's name in characters that every server, file system and mail program takes as they are. */
function slug(name: string): string {
  const words = posix
    .parse(name)
    .name.normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  return words.slice(0, 40).replace(/^-+|-+$/g, "") || "picture";
}
