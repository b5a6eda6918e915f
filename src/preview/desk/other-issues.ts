import { type IssueShelf, issueShelf } from "../../check/earlier-issues.ts";
import type { Fingerprint } from "./fingerprint.ts";

/**
 * The issues that one is compared with; they are read again when one of them has changed, and not at a save of the one
 * itself.
 */
export function otherIssues(root: string): (file: string, print: Fingerprint) => IssueShelf {
  let kept: { readonly file: string; readonly mark: string; readonly shelf: IssueShelf } | undefined;
  return (file, print) => {
    const mark = print.others(file);
    if (kept?.file !== file || kept.mark !== mark) kept = { file, mark, shelf: issueShelf(root) };
    const { shelf } = kept;
    // It stands there too, as it was at some time, perhaps with another day.
    return { before: async (day) => (await shelf.before(day)).filter((one) => one.file !== file) };
  };
}
