import type { Problem } from "../../base/problem.ts";
import type { Edition } from "../../model/edition.ts";
import type { ImageFile, Issue } from "../../model/issue.ts";
import type { Sender } from "../../model/sender.ts";
import type { Template } from "../../render/template/template.ts";
import type { RuleHead } from "../../model/rule.ts";
import type { FoundByRule } from "../rule.ts";
import { findingsAsSet, type RuleSetting } from "../rule-settings.ts";

/** Somebody outside who can be asked about an issue. Only a command that was told to gives one to `checkIssue`. */
export interface OutsideCheck {
  /** What it can find. */
  readonly rules: readonly RuleHead[];
  ask(subject: OutsideSubject): Promise<OutsideAnswer>;
}

/** An issue without errors, rendered for everybody. */
export interface OutsideSubject {
  readonly issue: Issue;
  readonly editions: readonly Edition[];
  readonly sender: Sender;
  readonly template: Template;
  /** The pictures of the issue that were found. */
  readonly images: readonly ImageFile[];
}

export interface OutsideAnswer {
  readonly findings: readonly FoundByRule[];
  /** What is good to know and nobody's fault, whole sentences: what was asked, what could not be judged. */
  readonly notes: readonly string[];
}

/** Asks one after the other; what they find is as bad as the newsletter says. */
export async function askOutside(
  checks: readonly OutsideCheck[],
  subject: OutsideSubject,
  settings: readonly RuleSetting[],
): Promise<{ readonly problems: readonly Problem[]; readonly notes: readonly string[] }> {
  const problems: Problem[] = [];
  const notes: string[] = [];
  for (const check of checks) {
    const answer = await check.ask(subject);
    notes.push(...answer.notes);
    problems.push(...findingsAsSet(answer.findings, settings));
  }
  return { problems, notes };
}
