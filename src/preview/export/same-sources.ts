import { createHash, randomUUID } from "node:crypto";
import { lstat, readdir, readFile, readlink, realpath } from "node:fs/promises";
import { dirname, extname, join, relative, sep } from "node:path";
import { LetterpressError } from "../../base/errors.ts";
import { configFile } from "../../config/read-config.ts";
import { type IssueOnDisk, readIssue, readIssueFile } from "../../issue/read-issue.ts";
import { issueNames } from "../desk/issue-list.ts";
import type { Source } from "./source.ts";

/** What every issue depends on, the configuration and the templates: equal for two newsletters in which these are. */
export async function sharedDigest(
  { config: { root }, list }: Source,
  signal?: AbortSignal,
): Promise<string> {
  const files = [join(root, configFile), ...(await filesBelow(join(root, "templates")))];
  return `${list.id} ${await digestOf(root, files, signal)}`;
}

/** Everything in `issues/` but the issues themselves. */
export async function picturesDigest({ config: { root } }: Source, signal?: AbortSignal): Promise<string> {
  const folder = join(root, "issues");
  const issues = new Set((await issueNames(root)).map((name) => join(folder, name)));
  const others = (await filesBelow(folder)).filter((file) => !issues.has(file));
  return digestOf(root, others, signal);
}

/** Whether the file of an issue is the same in both, its line ends aside: git has others on Windows. */
export async function hasSameFile(one: Source, other: Source, name: string): Promise<boolean> {
  const [here, there] = await Promise.all([textOf(one, name), textOf(other, name)]);
  return here !== undefined && here === there;
}

async function textOf({ config }: Source, name: string): Promise<string | undefined> {
  try {
    return (await readIssueFile(config.root, `issues/${name}`)).replaceAll("\r\n", "\n");
  } catch (fault) {
    if (fault instanceof LetterpressError) return undefined;
    throw fault;
  }
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

/** Of names and contents. What was not read is like nothing, so that it is never taken for the same. */
async function digestOf(root: string, files: readonly string[], signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files.toSorted()) {
    signal?.throwIfAborted();
    const content = (await contentOf(root, file).catch(() => undefined)) ?? Buffer.from(randomUUID());
    const name = relative(root, file).split(sep).join("/");
    hash.update(`\0${name}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/**
 * What a file holds, and where a link leads. Links are not followed: one may lead out of the newsletter, or to a pipe,
 * which has no end. What a link leads to is in the same digest, or undefined is given.
 */
async function contentOf(root: string, file: string): Promise<Buffer | undefined> {
  const entry = await lstat(file);
  if (entry.isSymbolicLink()) {
    const folder = join(root, relative(root, file).split(sep)[0] ?? "");
    const inside = relative(await realpath(folder), await realpath(file));
    return inside.split(sep)[0] === ".." || dirname(file) === root
      ? undefined
      : Buffer.from(await readlink(file));
  }
  if (!entry.isFile() || entry.size > mostBytes) return undefined;
  const bytes = await readFile(file);
  return textual.has(extname(file).toLowerCase())
    ? Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1")
    : bytes;
}

/** Files that git may give other line ends, which no reader sees. */
const textual: ReadonlySet<string> = new Set(
  ["yaml", "yml", "mjml", "hbs", "html", "css", "txt", "md", "json", "svg"].map((one) => `.${one}`),
);

const mostBytes = 64 * 1024 * 1024;
