import { createHash } from "node:crypto";
import { posix } from "node:path";
import { type ColorScheme, inScheme } from "../mail/color-scheme.ts";
import { withPartUrls } from "../../message/picture-urls.ts";
import { withAssetUrls } from "../mail/framed-mail.ts";
import type { VariantMail } from "./issue-state.ts";
import { quietMail } from "./quiet-mail.ts";
import type { Asset } from "../../model/edition.ts";

/** A picture of a mail, as a file of the export. */
export interface PictureFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/**
 * The pictures of one issue, of its versions too. Each content is one file, whatever it is called and in how many mails
 * it is.
 */
export class Pictures {
  readonly #folder: string;
  readonly #files = new Map<string, Buffer>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The mail as it is put into a frame of the page at `path`. */
  framed(
    path: string,
    { edition, view }: VariantMail,
    assets: readonly Asset[],
    { scheme, images }: { readonly scheme: ColorScheme; readonly images: "on" | "off" },
  ): string {
    const urlOf = (picture: { readonly bytes: Buffer; readonly contentType: string } | undefined) =>
      picture === undefined ? "" : posix.relative(posix.dirname(path), this.#keep(picture));
    const attached = withPartUrls(inScheme(view.html, scheme), (cid) =>
      urlOf(edition.attachments.find((one) => one.cid === cid)),
    );
    return quietMail(withAssetUrls(attached, assets, urlOf), images);
  }

  files(): readonly PictureFile[] {
    return [...this.#files].map(([path, bytes]) => ({ path, bytes }));
  }

  #keep({ bytes, contentType }: { readonly bytes: Buffer; readonly contentType: string }): string {
    const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
    const path = `${this.#folder}/${digest}.${endings[contentType] ?? "bin"}`;
    this.#files.set(path, bytes);
    return path;
  }
}

/** Of what mails may show. Everything else is no picture, and a browser takes it for none. */
const endings: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
};
