import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** One file of `dist`. */
export interface BuiltFile {
  /** Absolute. */
  readonly path: string;
  readonly contents: Uint8Array;
}

/**
 * Writes the files, and removes whatever else lies in the folder. What has not changed is left alone, and a file is
 * never half there: another Jest in this folder may be starting processes at this moment.
 */
export async function replaceFiles(folder: string, files: readonly BuiltFile[]): Promise<void> {
  for (const file of files) await replaceFile(file);
  const wanted = new Set(files.map(({ path }) => path));
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isDirectory() && !wanted.has(path)) await rm(path, { force: true });
  }
}

export async function replaceFile({ path, contents }: BuiltFile): Promise<void> {
  const now = await readFile(path).catch(() => undefined);
  if (now?.equals(contents)) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}`, contents);
  await rename(`${path}.${process.pid}`, path);
}
