import type { Config } from "../../config/config.ts";
import type { Asset } from "../../model/edition.ts";
import type { Archive } from "../../web/archive/archive.ts";
import { issueFile } from "../../web/archive/archive-files.ts";
import { readPicture } from "../../web/archive/read-picture.ts";
import { writeAssets } from "../write-assets.ts";

export interface CopiedPictures {
  /** Paths of those that were not there. */
  readonly created: readonly string[];
  readonly unchanged: number;
  /** Hosted pictures that nobody has copied into the archive yet. */
  readonly missing: readonly string[];
}

/**
 * Sees to it that every picture that a public page shows lies in `assets/` of the folder. None is ever removed: mails
 * show them too.
 */
export async function copyPictures(
  config: Config,
  archive: Archive,
  folder: string,
): Promise<CopiedPictures> {
  const { shelf, site, siteUrl } = archive;
  const created: string[] = [];
  const missing: string[] = [];
  const seen = new Set<string>();
  let unchanged = 0;
  const shown = new RegExp(`["'(]${site}/assets/([a-z0-9-]+\\.(?:png|jpg|gif|webp))`, "g");
  for (const issue of await shelf.issues()) {
    const { text } = await issueFile(archive, issue);
    for (const [, name = ""] of text.matchAll(shown)) {
      if (seen.has(name)) continue;
      seen.add(name);
      const path = `assets/${name}`;
      const picture = await readPicture({ folder: config.archive, shelf }, name);
      if (picture === undefined) {
        missing.push(path);
        continue;
      }
      const asset: Asset = { path, url: `${siteUrl}/${path}`, ...picture };
      const root = folder === config.archive ? config.root : folder;
      const [file] = await writeAssets({ root, archive: folder }, [asset]);
      if (file?.isNew === true) created.push(path);
      else unchanged += 1;
    }
  }
  return { created, unchanged, missing };
}
