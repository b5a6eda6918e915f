import { type Dirent, existsSync } from "node:fs";
import { lstat, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A run that exports, as a name without white space that others can ask about. */
export interface ExportRun {
  readonly name: string;
  /** Whether the run of a name has ended: nobody writes to what it left. */
  isOver(name: string): boolean;
}

/** Folders beside an export: `part` is written to until it is whole; `old` was there before, for a moment. */
export type BesideWord = "part" | "old";

/** `.exported.desk~4711~wfQ2….part` */
export function besideFolder(place: string, run: string, word: BesideWord): string {
  return join(dirname(place), `.${basename(place)}.${run}.${word}`);
}

/**
 * Takes away what runs left beside `place` that were killed. One that was killed just between moving the earlier export
 * away and putting the new one into its place has left the earlier one under another name only: that is put back.
 * `markFile` is in every whole export.
 */
export async function clearLeftovers(place: string, { isOver }: ExportRun, markFile: string): Promise<void> {
  const entries = await readdir(dirname(place), { withFileTypes: true }).catch((): Dirent[] => []);
  for (const entry of entries.filter((one) => one.isDirectory())) {
    const { run, word } = partsOf(basename(place), entry.name);
    if (run === undefined || !isOver(run)) continue;
    const left = join(dirname(place), entry.name);
    if (word === "old" && (await lstat(place).catch(() => undefined)) === undefined)
      await rename(left, place);
    else if (word === "part" || existsSync(join(left, markFile)))
      await rm(left, { recursive: true, force: true });
  }
}

function partsOf(name: string, found: string): { readonly run?: string; readonly word?: string } {
  if (!found.startsWith(`.${name}.`)) return {};
  const [, run, word] = /^([^~]+~\d+~[\w-]+)\.(part|old)$/.exec(found.slice(name.length + 2)) ?? [];
  return run === undefined || word === undefined ? {} : { run, word };
}
