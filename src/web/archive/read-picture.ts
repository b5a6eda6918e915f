import { readFile } from "node:fs/promises";
import { pathInside } from "../../base/read-inside.ts";
import { pathOf } from "./public-issue.ts";
import type { Shelf } from "./shelf.ts";

export interface Picture {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/**
 * A picture of the archive by the name in its address, which is made from its content: as it lies in `assets/` of the
 * folder that is published, or out of the issue it travelled with. Nothing outside of that folder is read, and no other
 * kind of file.
 */
export async function readPicture(
  { folder, shelf }: { readonly folder: string; readonly shelf: Shelf },
  name: string,
): Promise<Picture | undefined> {
  const ending = /^[a-z0-9-]+\.(png|jpg|gif|webp)$/.exec(name)?.[1];
  if (ending === undefined) return undefined;
  const found = await pathInside(folder, `assets/${name}`);
  if (found.status === "found") {
    const bytes = await readFile(found.path).catch(() => undefined);
    if (bytes !== undefined) return { bytes, contentType: `image/${ending === "jpg" ? "jpeg" : ending}` };
  }
  const path = `assets/${name}`;
  const issue = (await shelf.issues()).find(({ pictures }) => pictures.some((one) => one.path === path));
  const edition = issue && (await shelf.editionOf(issue));
  return edition?.attachments.find((one) => pathOf(one) === path);
}
