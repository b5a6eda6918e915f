import { isError, type Problem } from "../base/problem.ts";
import type { Waiver } from "../model/issue.ts";
import { waiver as waiverRule } from "../model/noticed/waiver.ts";
import { finding } from "../model/rule.ts";

/**
 * The findings of an issue without the warnings that it waives, with a reason, in its file. An error cannot be waived.
 * A waiver for which there is nothing is told, since it would hide what comes later; while the issue has errors nobody
 * can know that, nor of rules that nobody `looked` for.
 */
export function withoutWaived(
  problems: readonly Problem[],
  waivers: readonly Waiver[],
  looked: (rule: string) => boolean,
): readonly Problem[] {
  if (waivers.length === 0) return problems;
  const isWaived = (one: Problem) => !isError(one) && waivers.some(({ rule }) => rule === one.code);
  const isUnfinished = problems.some(isError);
  const told = waivers.flatMap(({ rule, at }) => {
    const found = problems.filter(({ code }) => code === rule);
    if (found.some(isError))
      return [
        warn(at, `"${rule}" is an error here, which cannot be waived.`, "Mend it, and take the waiver out."),
      ];
    if (found.length > 0 || isUnfinished || !looked(rule)) return [];
    return [
      warn(at, `nothing in this issue is "${rule}".`, "Take the waiver out: it would hide what comes later."),
    ];
  });
  return [...problems.filter((one) => !isWaived(one)), ...told];
}

function warn(at: Waiver["at"], message: string, remedy: string): Problem {
  return finding(at, waiverRule, message, remedy);
}
