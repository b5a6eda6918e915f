import type { IssueEntry } from "../desk/issue-list.ts";
import type { Comparison } from "./comparison.ts";

/** What is known of an issue after it was exported. */
export interface ExportedIssue {
  readonly entry: IssueEntry;
  /** Undefined when nothing was compared. */
  readonly comparison?: Comparison;
  /** It has errors; maybe so many that it cannot be rendered. */
  readonly isBroken: boolean;
}
