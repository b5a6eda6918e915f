import { createHash } from "node:crypto";
import { mkdir, readFile, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { faultText, LetterpressError } from "../../base/errors.ts";
import { pathInside } from "../../base/read-inside.ts";
import type { ArchiveFile } from "../../web/archive/archive-files.ts";
import { writeInside } from "../write-inside.ts";
import { type Made, readManifest, writeManifest } from "./manifest.ts";

/** What became of the files of an archive, by their paths in its folder. */
export interface WrittenArchive {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: number;
  /** Made by an earlier run, and public no more. */
  readonly removed: readonly string[];
  /** Files that are in the way and not ours; nothing was done to them. */
  readonly kept: readonly string[];
}

/**
 * Writes what differs, and removes what an earlier run made and is no longer to be there. What somebody else made, or
 * changed, is left alone and told: the hashes of all that we write stand in the folder (manifest.ts), before the first
 * file does, so that a run that was killed knows its own. Each file appears whole or not at all. `files` is gone
 * through twice. Throws LetterpressError when the folder cannot be written.
 */
export async function writeArchive(
  folder: string,
  files: () => AsyncIterable<ArchiveFile>,
): Promise<WrittenArchive> {
  await mkdir(folder, { recursive: true }).catch((fault: unknown) => {
    throw unwritable(folder, faultText(fault));
  });
  const before = await readManifest(folder);
  const now: Made = new Map();
  for await (const { path, text } of files()) now.set(path, [hashOf(text)]);
  const both: Made = new Map(before);
  for (const [path, hashes] of now) both.set(path, [...new Set([...hashes, ...(before.get(path) ?? [])])]);
  await writeManifest(folder, both);
  const created: string[] = [];
  const changed: string[] = [];
  const kept: string[] = [];
  let unchanged = 0;
  for await (const { path, text } of files()) {
    const there = await hashThere(folder, path);
    if (there === hashOf(text)) unchanged += 1;
    else if (there !== undefined && !(before.get(path) ?? []).includes(there)) {
      kept.push(path);
      now.delete(path);
    } else {
      await write(folder, path, text);
      (there === undefined ? created : changed).push(path);
    }
  }
  const removed: string[] = [];
  for (const [path, hashes] of before) {
    if (now.has(path) || kept.includes(path)) continue;
    const there = await hashThere(folder, path);
    if (there === undefined) continue;
    if (hashes.includes(there)) {
      await remove(folder, path);
      removed.push(path);
    } else kept.push(path);
  }
  await writeManifest(folder, now);
  return { created, changed, unchanged, removed, kept };
}

function hashOf(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Of the file that is there; what is no file, or leads out of the folder, is not ours. */
async function hashThere(folder: string, path: string): Promise<string | undefined> {
  const found = await pathInside(folder, path);
  if (found.status === "absent") return undefined;
  if (found.status !== "found") return "not ours";
  return readFile(found.path).then(hashOf, () => "not ours");
}

async function write(folder: string, path: string, text: string): Promise<void> {
  const written = await writeInside(folder, path, text);
  if (written.status !== "written") throw unwritable(join(folder, path), written.why);
}

/** The folder of an issue goes with its page, when nothing else lies in it. */
async function remove(folder: string, path: string): Promise<void> {
  await rm(join(folder, path)).catch((fault: unknown) => {
    throw unwritable(join(folder, path), faultText(fault));
  });
  if (dirname(path) !== ".") await rmdir(join(folder, dirname(path))).catch(() => undefined);
}

function unwritable(path: string, why: string): LetterpressError {
  return new LetterpressError(
    "archive/unwritable",
    `${path} cannot be written: ${why}.`,
    "Make its folder one that you may write to, or name another with --out.",
  );
}
