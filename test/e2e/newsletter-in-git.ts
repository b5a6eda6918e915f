import { gitRepository } from "../support/git-repository.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { pixel } from "../preview/mail-builder.ts";

export const quiet = "2026-09-01-quiet";
export const other = "2026-09-08-other";

/** A newsletter in git, with two issues in `main`. */
export async function inGit(issues: Readonly<Record<string, string>> = {}) {
  const project = await tempProject({
    [quiet]: issueText(),
    [other]: issueText({ subject: "Another" }),
    ...issues,
  });
  await project.write("issues/dot.png", Buffer.from(pixel, "base64"));
  return { project, git: gitRepository(project.root), [Symbol.asyncDispose]: () => project.remove() };
}
