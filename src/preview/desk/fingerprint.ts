import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { configFile } from "../../config/read-config.ts";

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

/** The part of a fingerprint that every issue depends on: all but the files of issues themselves. */
export function sharedMark(fingerprint: string, root: string): string {
  return fingerprint
    .split("\n")
    .filter((line) => !isIssue(line, root))
    .join("\n");
}

/** The part of a fingerprint that one issue depends on; `file` is relative to the root. */
export function markOfIssue(fingerprint: string, root: string, file: string): string {
  const own = `${join(root, file)} `;
  return fingerprint
    .split("\n")
    .filter((line) => line.startsWith(own) || !isIssue(line, root))
    .join("\n");
}

function isIssue(line: string, root: string): boolean {
  const folder = join(root, "issues", "/");
  return line.startsWith(folder) && /^[^/\\]*\.ya?ml /.test(line.slice(folder.length));
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
