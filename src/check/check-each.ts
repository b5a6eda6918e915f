import { LetterpressError } from "../base/errors.ts";
import { problem } from "../base/problem.ts";
import { type CheckContext, type CheckedIssue, checkIssue, unread } from "./check-issue.ts";

/** Checks an issue among others: one whose file cannot be read does not keep the others from being checked. */
export async function checkEach(context: CheckContext, file: string): Promise<CheckedIssue> {
  try {
    return await checkIssue(context, file);
  } catch (fault) {
    if (!(fault instanceof LetterpressError)) throw fault;
    const problems = [problem({ file, line: 1, column: 1 }, fault.code, fault.message, fault.remedy)];
    return { ...unread, file, sender: context.sender, problems };
  }
}
