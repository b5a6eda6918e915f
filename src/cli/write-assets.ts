import { randomBytes } from "node:crypto";
import { mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { faultText, LetterpressError, systemCode } from "../base/errors.ts";
import type { Config } from "../config/config.ts";
import type { Asset } from "../model/edition.ts";

/** A hosted picture and the file it has, or gets, in the archive. */
export interface AssetFile {
  /** Relative to the newsletter's folder. */
  readonly file: string;
  readonly url: string;
  readonly bytes: number;
  /** The archive did not have it. */
  readonly isNew: boolean;
}

type Place = Pick<Config, "root" | "archive">;

/** Which pictures the archive has already; nothing is written. */
export async function lookForAssets(place: Place, assets: readonly Asset[]): Promise<readonly AssetFile[]> {
  return Promise.all(assets.map((asset) => lookFor(place, asset)));
}

/**
 * Copies pictures into the archive. What is there with the same content is left alone, and nothing is ever removed:
 * mails that are out still show it. Each file appears whole or not at all. Throws LetterpressError when one cannot be
 * written.
 */
export async function writeAssets(place: Place, assets: readonly Asset[]): Promise<readonly AssetFile[]> {
  const files: AssetFile[] = [];
  for (const asset of assets) {
    const found = await lookFor(place, asset);
    if (found.isNew) await write(place, asset, found.file);
    files.push(found);
  }
  return files;
}

async function lookFor({ root, archive }: Place, { path, url, bytes }: Asset): Promise<AssetFile> {
  const target = join(archive, path);
  // What cannot be read is no copy of it: then writing says what is wrong.
  const known = await readFile(target).catch(() => undefined);
  const file = relative(root, target).replaceAll("\\", "/");
  return { file, url, bytes: bytes.length, isNew: known === undefined || !known.equals(bytes) };
}

async function write({ root, archive }: Place, { path, bytes }: Asset, file: string): Promise<void> {
  const target = join(archive, path);
  const folder = dirname(target);
  const part = join(folder, `.${randomBytes(8).toString("hex")}.part`);
  try {
    await stayInside(root, folder);
    await mkdir(folder, { recursive: true });
    await writeFile(part, bytes, { flag: "wx", flush: true });
    await rename(part, target);
  } catch (fault) {
    await rm(part, { force: true }).catch(() => undefined);
    if (fault instanceof LetterpressError) throw fault;
    throw new LetterpressError(
      "archive/unwritable",
      `The picture ${file} cannot be written: ${faultText(fault)}.`,
      "Make its folder one that you may write to.",
      { cause: fault },
    );
  }
}

/** A link in the repository must not lead what is written to another place of this machine. */
async function stayInside(root: string, folder: string): Promise<void> {
  const inside = relative(await realpath(root), await realpathOfNearest(folder));
  if (inside !== ".." && !inside.startsWith(`..${sep}`)) return;
  throw new LetterpressError(
    "archive/outside",
    `The folder ${folder} is a link to a place outside of the newsletter.`,
    "Make it a folder of its own.",
  );
}

/** Of the folder, or of the nearest one above it that there is. */
async function realpathOfNearest(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (fault) {
    if (systemCode(fault) !== "ENOENT" || folder === dirname(folder)) throw fault;
    return realpathOfNearest(dirname(folder));
  }
}
