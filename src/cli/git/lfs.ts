import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { git } from "./git.ts";

/** The SHA-256 of the file that a pointer of git-lfs stands for; undefined when these bytes are no pointer. */
export function lfsPointer(bytes: Buffer): string | undefined {
  if (bytes.length > 1024) return undefined;
  const text = bytes.toString("latin1");
  if (!text.startsWith("version https://git-lfs.github.com/spec/")) return undefined;
  return /^oid sha256:([\da-f]{64})$/m.exec(text)?.[1];
}

/**
 * The content that a pointer stands for, from git-lfs's own folder in the repository, or from the file in its place in
 * the newsletter when it is still that one. Nothing is fetched.
 */
export async function lfsContent(root: string, file: string, sha256: string): Promise<Buffer | undefined> {
  const answer = await git(root, ["rev-parse", "--git-common-dir"]);
  const folder = answer.status === "done" ? resolve(root, answer.out.toString().trim()) : root;
  const stored = join(folder, "lfs", "objects", sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  for (const path of [stored, join(root, file)]) {
    const bytes = await readSmall(path);
    if (bytes !== undefined && createHash("sha256").update(bytes).digest("hex") === sha256) return bytes;
  }
  return undefined;
}

async function readSmall(path: string): Promise<Buffer | undefined> {
  const entry = await stat(path).catch(() => undefined);
  if (!entry?.isFile() || entry.size > mostBytes) return undefined;
  return readFile(path).catch(() => undefined);
}

/** No picture of a mail is larger. */
const mostBytes = 64 * 1024 * 1024;
