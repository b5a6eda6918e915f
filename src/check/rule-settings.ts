import { isError, type Position, type Problem, problem, type Severity } from "../base/problem.ts";
import { didYouMean } from "../base/suggest.ts";
import { noticed } from "../model/noticed/all.ts";
import type { RuleHead } from "../model/rule.ts";
import type { FoundByRule, Rule } from "./rule.ts";

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
    const severity = severityAsSet(rule, settings);
    return severity === "ignore" ? [] : [{ ...rule, severity }];
  });
}

/**
 * Findings that were noticed on the way, as a newsletter wants them. What is an error without a setting stays one: an
 * issue with it cannot be rendered as it was meant, so there is nothing to be sent.
 */
export function noticedAsSet(
  problems: readonly Problem[],
  settings: readonly RuleSetting[],
): readonly Problem[] {
  const said = new Map(
    settings
      .filter(({ rule }) => noticed.some(({ id }) => id === rule))
      .map(({ rule, severity }) => [rule, severity]),
  );
  return problems.flatMap((one) => {
    const severity = isError(one) ? one.severity : (said.get(one.code) ?? one.severity);
    return severity === "ignore" ? [] : [{ ...one, severity }];
  });
}

/** Findings as bad as the newsletter says, without those of rules that it ignores. */
export function findingsAsSet(
  findings: readonly FoundByRule[],
  settings: readonly RuleSetting[],
): readonly Problem[] {
  return findings.flatMap(({ rule, at, message, remedy, severity }) => {
    const set = severityAsSet(rule, settings);
    return set === "ignore" ? [] : [{ ...problem(at, rule.id, message, remedy), severity: severity ?? set }];
  });
}

/** Settings of rules that there are not: whoever wrote them relies on something that does not happen. */
export function unknownRules(
  rules: readonly RuleHead[],
  settings: readonly RuleSetting[],
): readonly Problem[] {
  const ids = rules.map(({ id }) => id);
  return settings
    .filter(({ rule }) => !ids.includes(rule))
    .map(({ rule, at }) =>
      problem(at, "check/unknown-rule", `there is no rule "${rule}".`, didYouMean(rule, ids) || seeTheList),
    );
}

const seeTheList =
  "npx letterpress docs rules has them all; an error that keeps an issue from being rendered is none.";

function severityAsSet(
  { id, severity }: Pick<RuleHead, "id" | "severity">,
  settings: readonly RuleSetting[],
): RuleSetting["severity"] {
  return settings.find(({ rule }) => rule === id)?.severity ?? severity;
}
