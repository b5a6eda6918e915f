import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { configFile } from "../../config/read-config.ts";

/** The folders an edition is made of, below the newsletter's root. */
export const sourceFolders = ["issues", "templates"] as const;

/** Texts that change when a file is changed, added or removed: made of sizes and times, no contents. */
export interface Fingerprint {
  /** Of every file an edition depends on. */
  readonly whole: string;
  /** Of what every issue depends on: all but the files of issues themselves. */
  readonly shared: string;
  /** Of what one issue depends on; `file` is relative to the root. */
  of(file: string): string;
  /** Of all issues but that one. */
  others(file: string): string;
}

/**
 * What is shown is checked against it on every request, so a missed file event can delay a page and never make it
 * wrong.
 */
export async function fingerprint(root: string): Promise<Fingerprint> {
  const folders = sourceFolders.map((folder) => join(root, folder));
  const listed = (await Promise.all(folders.map(filesBelow))).flat();
  const paths = [join(root, configFile), ...listed].sort();
  const marks = new Map(await Promise.all(paths.map(async (path) => [path, await markOf(path)] as const)));
  const isIssue = (path: string) => {
    const folder = join(root, "issues", "/");
    return path.startsWith(folder) && /^[^/\\]*\.ya?ml$/.test(path.slice(folder.length));
  };
  const issues = [...marks].filter(([path]) => isIssue(path));
  const shared = digest([...marks].filter(([path]) => !isIssue(path)));
  return {
    whole: digest([...marks]),
    shared,
    of: (file) => `${marks.get(join(root, file)) ?? "gone"} ${shared}`,
    others: (file) => digest(issues.filter(([path]) => path !== join(root, file))),
  };
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

async function markOf(path: string): Promise<string> {
  return await stat(path).then(
    ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
    () => "gone",
  );
}

function digest(marks: readonly (readonly [path: string, mark: string])[]): string {
  return createHash("sha256").update(JSON.stringify(marks)).digest("hex");
}
