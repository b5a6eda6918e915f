import type { CheckedIssue } from "../../check/check-issue.ts";
import type { Issue } from "../../model/issue.ts";
import { errorsOf } from "../newsletter.ts";
import type { SendRequest } from "./send-request.ts";
import { showProblems } from "../show-problems.ts";
import { writeAssets } from "../write-assets.ts";

/** The issue, if it may be sent; otherwise why not has been said. */
export function sendable(
  { terminal, dryRun }: SendRequest,
  { file, issue, problems }: CheckedIssue,
): Issue | undefined {
  showProblems(terminal, problems);
  if (issue === undefined || errorsOf(problems).length > 0) {
    terminal.note(`${file} has errors; nothing was sent.`);
    return undefined;
  }
  if (issue.status === "ready") return issue;
  if (dryRun) {
    terminal.note(`${file} is a draft: this is what would happen if it were ready.`);
    return issue;
  }
  terminal.note(`${file} is a draft; nothing was sent. Write "status: ready" into it when it may go.`);
  return undefined;
}

/** What is frozen names them for good, so they must be where they can be published from. */
export async function copyPictures(
  { terminal, config }: SendRequest,
  { assets }: CheckedIssue,
): Promise<void> {
  const added = (await writeAssets(config, assets)).filter(({ isNew }) => isNew);
  if (added.length === 0) return;
  const files = added.map(({ file }) => file).join(", ");
  terminal.note(`New in the archive, and not seen by readers before you publish it: ${files}.`);
}
