import { rmSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { LetterpressError } from "../../base/errors.ts";
import { atExit } from "../at-exit.ts";
import { fetchWords } from "./fetch-words.ts";
import { findCommit } from "./find-commit.ts";
import { type GitAnswer, git } from "./git.ts";
import { lfsContent, lfsPointer } from "./lfs.ts";

/** A newsletter as a commit has it, in a folder of its own that goes when it is disposed. */
export interface RefFolder extends AsyncDisposable {
  readonly root: string;
  /** All digits of the commit. */
  readonly commit: string;
  /** False when the commit has no letterpress.yaml in this place. */
  readonly hasNewsletter: boolean;
  /** Files of the newsletter that git does not have there, each with a sentence that says why and what to do. */
  readonly absent: readonly { readonly file: string; readonly why: string }[];
}

/** What editions are made of, below the newsletter's root. */
const sources = ["letterpress.yaml", "issues", "templates"] as const;

/**
 * Takes a newsletter out of git as it was at `ref`: a branch, a tag or a commit. Contents are taken as they are stored,
 * so that no filter of the repository runs; pictures in git-lfs are put in their places when this machine has them.
 * Throws LetterpressError when there is no git, no repository, or no such ref.
 */
export async function openRef(root: string, ref: string): Promise<RefFolder> {
  const commit = await findCommit(root, ref);
  // As findings may name it, so that its name can be taken out of them.
  const folder = await realpath(await mkdtemp(join(tmpdir(), "letterpress-ref-")));
  const ending = atExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const remove = async () => {
    await rm(folder, { recursive: true, force: true });
    ending[Symbol.dispose]();
  };
  try {
    const entries = await listTree(root, commit);
    const absent = [...(await writeFiles(root, ref, folder, entries)), ...(await untracked(root, entries))];
    const hasNewsletter = entries.some(({ file }) => file === "letterpress.yaml");
    return { root: folder, commit, hasNewsletter, absent, [Symbol.asyncDispose]: remove };
  } catch (fault) {
    await remove();
    throw fault;
  }
}

interface TreeEntry {
  readonly kind: "file" | "link" | "repository";
  readonly object: string;
  readonly bytes: number;
  /** From the newsletter's root on, with slashes. */
  readonly file: string;
}

async function listTree(root: string, commit: string): Promise<readonly TreeEntry[]> {
  const listed = textOf(await git(root, ["ls-tree", "-r", "-l", "-z", commit, "--", ...sources], limits));
  return listed
    .split("\0")
    .filter(Boolean)
    .flatMap((line): readonly TreeEntry[] => {
      const [, mode = "", object = "", size = "", file = ""] =
        /^(\d+) \w+ ([\da-f]+) +(\S+)\t(.*)$/s.exec(line) ?? [];
      const kind = mode === "160000" ? "repository" : mode === "120000" ? "link" : "file";
      return file === "" ? [] : [{ kind, object, bytes: Number(size) || 0, file }];
    });
}

/**
 * Makes all folders, then files, then links, so that none leads anything to another place: git refuses a tree that has
 * both a link and a folder of the same name, but one can be made, and then the folder is there first.
 */
async function writeFiles(
  root: string,
  ref: string,
  folder: string,
  entries: readonly TreeEntry[],
): Promise<RefFolder["absent"]> {
  const absent: { readonly file: string; readonly why: string }[] = [];
  const inside = entries.filter(
    ({ file }) => !relative(folder, resolve(folder, file)).startsWith(`..${sep}`),
  );
  for (const { file } of inside.filter(({ kind }) => kind === "repository"))
    absent.push({ file, why: "is a submodule, which a comparison leaves out." });
  const blobs = inside
    .filter(({ kind }) => kind !== "repository")
    .sort((one, other) => Number(one.kind === "link") - Number(other.kind === "link"));
  for (const above of new Set(blobs.map(({ file }) => dirname(join(folder, file)))))
    await mkdir(above, { recursive: true });
  for (const batch of batches(blobs)) {
    const contents = await readObjects(root, batch);
    for (const [index, { file, kind }] of batch.entries()) {
      const stored = contents[index];
      if (stored === undefined) {
        absent.push({
          file,
          why: `is not in this clone. Fetch it with: ${fetchWords("git fetch --refetch --no-filter origin", ref)}`,
        });
        continue;
      }
      const pointer = kind === "file" ? lfsPointer(stored) : undefined;
      const content = pointer === undefined ? stored : await lfsContent(root, file, pointer);
      if (content === undefined)
        absent.push({
          file,
          why: `is kept in git-lfs, and this clone does not have it. Fetch it with: ${fetchWords("git lfs fetch origin", ref)}`,
        });
      else await write(join(folder, file), content, kind);
    }
  }
  return absent;
}

async function write(path: string, content: Buffer, kind: TreeEntry["kind"]): Promise<void> {
  // A link is made as it is: who reads a newsletter follows none that leads out of it.
  if (kind === "link") await symlink(content.toString(), path).catch(() => undefined);
  else await writeFile(path, content, { flag: "wx" });
}

/** Groups that one answer of git has room for. */
function batches(entries: readonly TreeEntry[]): readonly (readonly TreeEntry[])[] {
  const groups: TreeEntry[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    if (bytes + entry.bytes > batchBytes) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(entry);
    bytes += entry.bytes;
  }
  return groups;
}

/** The contents in their order; undefined for one that this clone does not have. */
async function readObjects(
  root: string,
  entries: readonly TreeEntry[],
): Promise<readonly (Buffer | undefined)[]> {
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes + 100, 1000);
  const input = entries.map(({ object }) => `${object}\n`).join("");
  const answer = await git(root, ["cat-file", "--batch"], { ...limits, input, mostBytes: bytes });
  const out = answer.status === "done" ? answer.out : refuse(answer);
  let at = 0;
  return entries.map(() => {
    const end = out.indexOf("\n", at);
    const [, kind, size] = out.subarray(at, end).toString().split(" ");
    at = end + 1;
    if (kind !== "blob") return undefined;
    const start = at;
    at += Number(size) + 1;
    return out.subarray(start, start + Number(size));
  });
}

/**
 * What lies in the folder and git never had: an issue of the ref that names it could not be rendered from git alone.
 */
async function untracked(root: string, entries: readonly TreeEntry[]): Promise<RefFolder["absent"]> {
  const known = new Set(entries.map(({ file }) => file));
  const listed = textOf(await git(root, ["ls-files", "--others", "-z", "--", "issues", "templates"], limits));
  return listed
    .split("\0")
    .filter((file) => file !== "" && !known.has(file))
    .map((file) => ({ file, why: "is not in git. Add it with git add, so that others have it too." }));
}

function textOf(answer: GitAnswer): string {
  return answer.status === "done" ? answer.out.toString() : refuse(answer);
}

function refuse({ said }: Exclude<GitAnswer, { status: "done" }>): never {
  throw new LetterpressError(
    "git/unreadable",
    `git does not say how the newsletter was: ${said}.`,
    "Look at the repository with: git fsck",
  );
}

const batchBytes = 64 * 1024 * 1024;
const limits = { mostBytes: 64 * 1024 * 1024, timeoutMs: 60_000 };
