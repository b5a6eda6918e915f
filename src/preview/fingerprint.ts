import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { configFile } from "../config/read-config.ts";

/** The folders an edition is made of, below the newsletter's root. */
export const sourceFolders = ["issues", "templates"] as const;

/**
 * A text that changes when a file an edition depends on is changed, added or removed: sizes and times, no contents. What is
 * shown is checked against it on every request, so a missed file event can delay a page and never make it wrong.
 */
export async function fingerprint(root: string): Promise<string> {
  const folders = sourceFolders.map((folder) => join(root, folder));
  const listed = await Promise.all(folders.map(filesBelow));
  const marks = await Promise.all([join(root, configFile), ...listed.flat()].map(markOf));
  return marks.sort().join("\n");
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

async function markOf(path: string): Promise<string> {
  return await stat(path).then(
    ({ mtimeMs, size, ino }) => `${path} ${mtimeMs} ${size} ${ino}`,
    () => `${path} gone`,
  );
}
