import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { LetterpressError } from "../../base/errors.ts";
import { configFile } from "../../config/read-config.ts";
import { type IssueOnDisk, readIssue } from "../../issue/read-issue.ts";
import { issueNames } from "../desk/issue-list.ts";
import type { Source } from "./source.ts";

/** What every issue depends on, the configuration and the templates: equal for two newsletters in which these are. */
export async function sharedDigest({ config: { root }, list }: Source): Promise<string> {
  const files = [join(root, configFile), ...(await filesBelow(join(root, "templates")))];
  return `${list.id} ${await digestOf(root, files)}`;
}

/** Everything in `issues/` but the issues themselves. */
export async function picturesDigest({ config: { root } }: Source): Promise<string> {
  const folder = join(root, "issues");
  const issues = new Set((await issueNames(root)).map((name) => join(folder, name)));
  return digestOf(
    root,
    (await filesBelow(folder)).filter((file) => !issues.has(file)),
  );
}

/** Whether the file of an issue is the same in both. */
export async function hasSameFile(one: Source, other: Source, name: string): Promise<boolean> {
  const bytes = ({ config }: Source) => readFile(join(config.root, "issues", name)).catch(() => undefined);
  const [here, there] = await Promise.all([bytes(one), bytes(other)]);
  return here !== undefined && there?.equals(here) === true;
}

/** Whether the pictures that an issue names are the same in both, and what is wrong with them. */
export async function hasSamePictures(one: Source, other: Source, name: string): Promise<boolean> {
  const [here, there] = await Promise.all([picturesOf(one, name), picturesOf(other, name)]);
  return here !== undefined && here === there;
}

async function picturesOf({ config, context }: Source, name: string): Promise<string | undefined> {
  const read = await readIssue(config.root, `issues/${name}`, context).catch(
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

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

/** Of names and contents; what cannot be read is like nothing that can. */
async function digestOf(root: string, files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files.toSorted()) {
    const bytes = await readFile(file).catch(() => Buffer.from("unreadable"));
    const name = file.slice(root.length).split(sep).join("/");
    hash.update(`\0${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}
