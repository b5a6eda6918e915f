import { type Dirent, renameSync, rmdirSync, rmSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { faultText, LetterpressError, systemCode } from "../../base/errors.ts";
import type { ExportFile } from "./issue-pages.ts";
import { besideFolder, clearLeftovers, type ExportRun } from "./leftovers.ts";
import { realPlace } from "./real-place.ts";

/** A folder that an export is written to: beside its place until it is whole, then into it. */
export interface ExportFolder extends AsyncDisposable {
  /** Where it will be. */
  readonly path: string;
  write(file: ExportFile): Promise<void>;
  /** Puts what was written in the place of what is there. Without it, disposing takes everything away again. */
  finish(): Promise<void>;
  /** Takes away what was written and not finished, at once: for a process that ends. */
  discard(): void;
}

/**
 * Begins an export into `path` (absolute). Throws LetterpressError when something lies there that is not an earlier
 * export: an export replaces the whole folder, and nothing of an editor may be lost with it. What earlier runs left
 * that were killed goes, or comes back.
 */
export async function openExportFolder(path: string, run: ExportRun): Promise<ExportFolder> {
  const place = await realPlace(path);
  const attempt = (work: () => Promise<void>) => work().catch((fault: unknown) => refuseFault(fault, path));
  await attempt(() => clearLeftovers(place, run, markFile));
  await refuseForeign(place, path);
  const [part, old] = [besideFolder(place, run.name, "part"), besideFolder(place, run.name, "old")];
  const files: string[] = [];
  await attempt(async () => {
    await mkdir(dirname(place), { recursive: true });
    await mkdir(part);
  });
  return {
    path,
    write: ({ path: name, content }) =>
      attempt(async () => {
        const target = join(part, ...name.split("/"));
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, content, { flag: "wx" });
        files.push(name);
      }),
    finish: () =>
      attempt(async () => {
        await writeFile(join(part, markFile), markText(files), { flag: "wx" });
        // Looked at again: an export takes a while, and somebody may have put a file there.
        await refuseForeign(place, path);
        exchange(place, part, old);
        await rm(old, { recursive: true, force: true });
      }),
    discard: () => rmSync(part, { recursive: true, force: true, maxRetries: 3 }),
    [Symbol.asyncDispose]: () => rm(part, { recursive: true, force: true }),
  };
}

/** Lies in every export, and names its files: what else is there, somebody else has put there. */
const markFile = "letterpress-export.json";

function markText(files: readonly string[]): string {
  return `${JSON.stringify({ madeBy: "npx letterpress preview --export", files: [...files].sort() }, null, 2)}\n`;
}

async function refuseForeign(place: string, path: string): Promise<void> {
  if ((await listed(place, path)).length === 0) return;
  const known = await markedFiles(place);
  // Not looked through any further: it may be somebody's whole disk.
  if (known.size === 0) refuse(`${path} is not empty, and no export made it.`);
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  const foreign = entries
    .filter((entry) => !entry.isDirectory() && !isDropped(entry))
    .map((entry) => relative(place, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .find((file) => file !== markFile && !known.has(file));
  if (foreign !== undefined) refuse(`${path} is an earlier export, and ${foreign} in it is not from there.`);
}

async function listed(place: string, path: string): Promise<readonly Dirent[]> {
  const entries = await readdir(place, { withFileTypes: true }).catch((fault: unknown) => {
    if (systemCode(fault) === "ENOENT") return [];
    const why = systemCode(fault) === "ENOTDIR" ? "it is a file" : faultText(fault);
    throw new LetterpressError(
      "use/export-folder",
      `${path} cannot be exported to: ${why}.`,
      "Name a folder that is not there yet.",
      { cause: fault },
    );
  });
  return entries.filter((entry) => !isDropped(entry));
}

function refuse(message: string): never {
  throw new LetterpressError(
    "use/export-folder",
    message,
    "An export replaces the whole folder: name another one, or move away what is in it.",
  );
}

/** Empty when no export made the folder. */
async function markedFiles(place: string): Promise<ReadonlySet<string>> {
  try {
    const mark: unknown = JSON.parse(await readFile(join(place, markFile), "utf8"));
    const files = typeof mark === "object" && mark !== null && "files" in mark ? mark.files : [];
    return new Set(Array.isArray(files) ? files.filter((one) => typeof one === "string") : []);
  } catch {
    return new Set();
  }
}

/** In one go, so that no signal comes between: at any moment there is the earlier folder, or the new one. */
function exchange(place: string, part: string, old: string): void {
  const isThere = moved(place, old);
  try {
    renameSync(part, place);
  } catch (fault) {
    if (isThere) renameSync(old, place);
    throw fault;
  }
}

/** Whether there was something to be moved. An empty folder goes. */
function moved(place: string, to: string): boolean {
  try {
    rmdirSync(place);
    return false;
  } catch (fault) {
    if (systemCode(fault) === "ENOENT") return false;
    renameSync(place, to);
    return true;
  }
}

function refuseFault(fault: unknown, path: string): never {
  if (fault instanceof LetterpressError || systemCode(fault) === undefined) throw fault;
  throw new LetterpressError(
    "preview/not-exported",
    `The export cannot be written to ${path}: ${faultText(fault)}.`,
    "Name a folder that is not there yet, beside files that this user may write.",
    { cause: fault },
  );
}

/** What file managers leave in folders that somebody looked at. A folder of that name is somebody's own. */
function isDropped(entry: Dirent): boolean {
  return entry.isFile() && dropped.has(entry.name);
}

const dropped: ReadonlySet<string> = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);
