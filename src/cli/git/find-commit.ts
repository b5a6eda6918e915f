import { LetterpressError } from "../../base/errors.ts";
import { suggest } from "../../base/suggest.ts";
import { fetchWords, isNameOfRef } from "./fetch-words.ts";
import { type GitAnswer, git } from "./git.ts";

/**
 * The commit that a branch, a tag or a part of a commit's name means, as all its digits. Throws LetterpressError when
 * there is none.
 */
export async function findCommit(root: string, ref: string): Promise<string> {
  if (ref === "" || ref.startsWith("-"))
    throw new LetterpressError(
      "use/git-ref",
      `"${ref}" is no name of a commit.`,
      "Name a branch, a tag or a commit, as in --against main.",
    );
  refuseOutside(root, await git(root, ["rev-parse", "--is-inside-work-tree"]));
  const asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  const answer = await git(root, asked);
  const commit = answer.status === "done" ? answer.out.toString().trim() : "";
  if (/^[\da-f]{40,64}$/.test(commit)) return commit;
  throw new LetterpressError("use/git-ref", `git knows no commit "${ref}" here.`, await meant(root, ref));
}

function refuseOutside(root: string, answer: GitAnswer): void {
  if (answer.status === "missing")
    throw new LetterpressError(
      "use/no-git",
      `The program git cannot be started: ${answer.said}.`,
      "Install git, or leave --against out.",
    );
  if (answer.status === "done" && answer.out.toString().trim() === "true") return;
  const said = answer.status === "refused" ? answer.said : "";
  if (said.includes("dubious ownership"))
    throw new LetterpressError(
      "use/no-repository",
      "git does not read this repository, because it belongs to somebody else.",
      `If you trust it, say so with: git config --global --add safe.directory ${root}`,
    );
  throw new LetterpressError(
    "use/no-repository",
    "The newsletter is in no git repository, so there is nothing to compare it with.",
    "Leave --against out, or begin one with: git init",
  );
}

/** The ref that was meant, or how it comes into this clone: one made for a check has one commit only. */
async function meant(root: string, ref: string): Promise<string> {
  const listed = await git(root, [
    "for-each-ref",
    "--format=%(refname:short)",
    "refs/heads",
    "refs/remotes",
    "refs/tags",
  ]);
  const known = listed.status === "done" ? listed.out.toString().split("\n").filter(Boolean) : [];
  const near = known.find((one) => one.endsWith(`/${ref}`)) ?? suggest(ref, known);
  if (near !== undefined) return `Did you mean "${near}"?`;
  if (!isNameOfRef(ref)) return "Name a branch, a tag or a commit, as in --against main.";
  return `If it is on the server only, fetch it first: ${fetchWords("git fetch origin", ref)}, and then --against FETCH_HEAD.`;
}
