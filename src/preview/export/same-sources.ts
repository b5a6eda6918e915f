import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { configFile } from "../../config/read-config.ts";
import { LetterpressError } from "../../base/errors.ts";
import { type IssueOnDisk, readIssue } from "../../issue/read-issue.ts";
import type { IssueEntry } from "../desk/issue-list.ts";
import type { Source } from "./source.ts";

/** A text that two newsletters have in common when every issue depends on the same: their configuration and their templates. */
export async function sharedDigest({ config: { root }, list }: Source): Promise<string> {
  const folder = join(root, "templates");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  const digest = createHash("sha256").update(list.id);
  for (const file of [join(root, configFile), ...files.sort()]) {
    const bytes = await readFile(file).catch(() => Buffer.from("unreadable"));
    const name = file.slice(root.length).split(sep).join("/");
    digest.update(`\0${name}\0${bytes.length}\0`).update(bytes);
  }
  return digest.digest("hex");
}

/** Whether an issue and its pictures are as they were, so that with equal templates readers get the same. */
export async function hasSameSources(
  source: Source,
  entry: IssueEntry,
  was: Source,
  old: IssueEntry,
): Promise<boolean> {
  if (!(await hasSameFile(source, entry, was, old))) return false;
  const [now, before] = await Promise.all([picturesOf(source, entry), picturesOf(was, old)]);
  return now !== undefined && now === before;
}

/** Whether the file of an issue is as it was, name and all. */
export async function hasSameFile(
  source: Source,
  entry: IssueEntry,
  was: Source,
  old: IssueEntry,
): Promise<boolean> {
  const text = ({ config }: Source, { file }: IssueEntry) =>
    readFile(join(config.root, file), "utf8").catch(() => undefined);
  const [now, before] = await Promise.all([text(source, entry), text(was, old)]);
  return entry.file === old.file && now !== undefined && now === before;
}

/** What the pictures of an issue hold, and what is wrong with them. */
async function picturesOf({ config, context }: Source, { file }: IssueEntry): Promise<string | undefined> {
  const read = await readIssue(config.root, file, context).catch(
    (fault: unknown): IssueOnDisk | undefined => {
      if (fault instanceof LetterpressError) return undefined;
      throw fault;
    },
  );
  if (read === undefined) return undefined;
  const hash = createHash("sha256").update(JSON.stringify(read.problems));
  for (const { src, bytes } of read.images) hash.update(`\0${src}\0${bytes.length}\0`).update(bytes);
  return hash.digest("hex");
}
