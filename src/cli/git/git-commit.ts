import { git } from "./git.ts";

/**
 * The git commit that the newsletter's folder is at, as 40 hexadecimal digits; with `-dirty` behind it, as git itself
 * writes it, when a file of the folder is not as that commit has it, or it does not have an issue or a part of a
 * template. Undefined where there is no git, no repository, no commit yet, or git does not answer in time: a newsletter
 * need not be in one.
 */
export async function gitCommit(root: string): Promise<string | undefined> {
  const commit = await said(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}");
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return undefined;
  const changed = await said(root, "status", "--porcelain", "--untracked-files=no", "--", ".");
  const added = await said(root, "ls-files", "--others", "--exclude-standard", "--", "issues", "templates");
  return changed === "" && added === "" ? commit : `${commit}-dirty`;
}

/** What a person reads of it: `4f1c0a9be312`, and whether the files have changes beside it. */
export function commitWords(commit: string): string {
  const [id = "", dirty] = commit.split("-");
  return `${id.slice(0, 12)}${dirty === undefined ? "" : ", and changes that are not committed"}`;
}

/** Undefined when git says no. */
async function said(root: string, ...args: readonly string[]): Promise<string | undefined> {
  const answer = await git(root, args);
  return answer.status === "done" ? answer.out.toString().trim() : undefined;
}
