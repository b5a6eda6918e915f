import { type Position, type Problem, problem, type Severity } from "../base/problem.ts";

/**
 * What every rule says of itself, whether it looks for its findings (`check/rules/`) or they are noticed on the way
 * (`noticed/`).
 */
export interface RuleHead {
  /** Stable, `room/short-name`: the code of its findings. */
  readonly id: string;
  /** How bad it is. Only what would do harm is an error, because an error stops a send. */
  readonly severity: Severity;
  /** What readers would see of it, in a sentence that begins with them. */
  readonly why: string;
  /** Left out where no few lines show it: of a whole template, of who is asked outside. */
  readonly example?: RuleExample;
}

/**
 * Lines in which the rule finds something, and the same without fault: a test checks both, docs/reference/rules.md
 * shows them. They are blocks of an issue when they begin with `- `, and keys of the file otherwise.
 */
export interface RuleExample {
  /** Of which file they are; left out, of an issue. */
  readonly of?: "letterpress.yaml";
  /** What the issue before has, where that counts. */
  readonly before?: readonly string[];
  readonly wrong: readonly string[];
  readonly right: readonly string[];
}

/**
 * A finding of a rule. There is no other way to a warning than by a rule, so each of them can be looked up, set and
 * waived.
 */
export function finding(at: Position, rule: RuleHead, message: string, remedy: string): Problem {
  return { ...problem(at, rule.id, message, remedy), severity: rule.severity };
}
