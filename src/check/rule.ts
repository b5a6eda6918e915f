import type { Problem } from "../base/problem.ts";
import type { Edition } from "../model/edition.ts";
import type { Issue } from "../model/issue.ts";
import type { Selection } from "../model/selection.ts";
import type { Sender } from "../model/sender.ts";

/** One thing to look at before an issue may go out. Each rule is one file in `rules/`. */
export interface Rule {
  /** Stable, `check/short-name`: the code of its findings. */
  readonly id: string;
  check(subject: {
    readonly issue: Issue;
    /** What the variant of the edition has of the issue. */
    readonly selection: Selection;
    readonly edition: Edition;
    readonly sender: Sender;
  }): readonly Problem[];
}
