import { type Position, type Problem, problem, type Severity } from "../base/problem.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Rule } from "./rule.ts";

/** What a newsletter says of one rule. */
export interface RuleSetting {
  readonly rule: string;
  readonly severity: Severity | "ignore";
  /** Where it says so. */
  readonly at: Position;
}

/** The rules as a newsletter wants them: those that are ignored are gone, others may be worse or less bad. */
export function rulesAsSet(rules: readonly Rule[], settings: readonly RuleSetting[]): readonly Rule[] {
  return rules.flatMap((rule) => {
    const severity = settings.find((one) => one.rule === rule.id)?.severity ?? rule.severity;
    return severity === "ignore" ? [] : [{ ...rule, severity }];
  });
}

/** Settings of rules that there are not: whoever wrote them relies on something that does not happen. */
export function unknownRules(rules: readonly Rule[], settings: readonly RuleSetting[]): readonly Problem[] {
  const ids = rules.map(({ id }) => id);
  return settings
    .filter(({ rule }) => !ids.includes(rule))
    .map(({ rule, at }) =>
      problem(at, "check/unknown-rule", `there is no rule "${rule}".`, didYouMean(rule, ids) || seeTheList),
    );
}

const seeTheList = "Rules stand in docs/rules.md.";
