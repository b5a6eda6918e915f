import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * The git commit that the newsletter's folder is at, as 40 hexadecimal digits; with `-dirty` behind it, as git itself writes it,
 * when a file of the folder is not as that commit has it, or it does not have an issue or a part of a template. Undefined where there is no git, no repository, no commit yet, or
 * git does not answer in time: a newsletter need not be in one.
 */
export async function gitCommit(root: string): Promise<string | undefined> {
  const commit = await git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}");
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return undefined;
  const changed = await git(root, "status", "--porcelain", "--untracked-files=no", "--", ".");
  const added = await git(root, "ls-files", "--others", "--exclude-standard", "--", "issues", "templates");
  return changed === "" && added === "" ? commit : `${commit}-dirty`;
}

/** What a person reads of it: `4f1c0a9be312`, and whether the files have changes beside it. */
export function commitWords(commit: string): string {
  const [id = "", dirty] = commit.split("-");
  return `${id.slice(0, 12)}${dirty === undefined ? "" : ", and changes that are not committed"}`;
}

/** Undefined when git says no. It writes nothing, and starts no program that the repository names. */
async function git(root: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    const quiet = ["--no-optional-locks", "-c", "core.fsmonitor=false"];
    const { stdout } = await promisify(execFile)("git", [...quiet, "-C", root, ...args], limits);
    return stdout.trim();
  } catch {
    return undefined;
  }
}

const limits = { timeout: 5_000, maxBuffer: 16 * 1024 * 1024, windowsHide: true };
