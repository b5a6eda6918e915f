import type { Position } from "../../../base/problem.ts";
import type { Edition } from "../../../model/edition.ts";
import type { Issue } from "../../../model/issue.ts";
import type { OutsideAnswer, OutsideCheck, OutsideSubject } from "../outside-check.ts";
import type { FoundByRule } from "../../rule.ts";
import type { SpamFilter } from "./spam-filter.ts";
import { type SpamHit, type SpamReport, withoutNetwork } from "./spam-report.ts";
import { spamRules } from "./rules/all.ts";
import { spamRule } from "./rules/spam-rule.ts";
import { spamScore } from "./rules/spam-score.ts";

/** A rule that gives less is a hint among many, which sound mails have too. */
const mostUnsaid = 1;

interface Scored {
  readonly edition: Edition;
  /** Without what the network said. */
  readonly report: SpamReport;
  readonly networkHits: number;
}

/**
 * Has every variant scored. `messageOf` makes the message that a send would hand over, for a reader of whom nothing is
 * known.
 */
export function spamCheck(
  filter: SpamFilter,
  messageOf: (edition: Edition, subject: OutsideSubject) => Buffer,
): OutsideCheck {
  return {
    rules: spamRules,
    async ask(subject): Promise<OutsideAnswer> {
      const scored: Scored[] = [];
      for (const edition of subject.editions) {
        const answer = await filter.score(messageOf(edition, subject));
        if (answer.status === "failed")
          return { findings: [], notes: [`The mail could not be scored, because ${answer.words}.`] };
        const report = withoutNetwork(answer.report);
        scored.push({ edition, report, networkHits: answer.report.hits.length - report.hits.length });
      }
      const worst = scored.toSorted((a, b) => b.report.score - a.report.score)[0];
      if (worst === undefined) return { findings: [], notes: [] };
      return {
        findings: [...ofScore(subject.issue, worst), ...ofHits(subject.issue, scored)],
        notes: [noteOf(worst, scored.length)],
      };
    },
  };
}

function ofScore(issue: Issue, { edition, report }: Scored): readonly FoundByRule[] {
  const { score, threshold } = report;
  if (score < threshold / 2) return [];
  const which = edition.variant === "all" ? "the mail" : `the variant ${edition.variant}`;
  const verdict = score >= threshold ? "calls it spam" : "is halfway to calling it spam";
  return [
    {
      rule: spamScore,
      at: issue.at,
      message: `SpamAssassin gives ${which} ${points(score)}, and ${verdict}: its threshold is ${threshold.toFixed(1)}.`,
      remedy: `Change what these count, the largest first: ${listed(report.hits)}.`,
    },
  ];
}

/** Each rule once, with the most that it gives to any variant. */
function ofHits(issue: Issue, scored: readonly Scored[]): readonly FoundByRule[] {
  const most = new Map<string, SpamHit>();
  for (const hit of scored.flatMap(({ report }) => report.hits))
    if (hit.points >= mostUnsaid && hit.points > (most.get(hit.name)?.points ?? 0)) most.set(hit.name, hit);
  return [...most.values()].map((hit) => ({
    rule: spamRule,
    at: placeOf(issue, hit),
    message: `SpamAssassin gives the mail ${points(hit.points)} for ${hit.name}: ${hit.words}.`,
    remedy: "Write it otherwise, or waive it when it is meant.",
  }));
}

function placeOf(issue: Issue, { name }: SpamHit): Position {
  const subject = issue.subjects[issue.language]?.[0];
  return /(?:^|_)SUBJ/.test(name) && subject !== undefined ? subject.at : issue.at;
}

function noteOf({ edition, report, networkHits }: Scored, variants: number): string {
  const what = variants === 1 ? "the mail" : `the worst of ${variants} variants (${edition.variant})`;
  const why = report.hits.some((hit) => hit.points !== 0) ? `: ${listed(report.hits)}` : "";
  const said = `SpamAssassin gives ${what} ${points(report.score)}, and calls one spam from ${report.threshold.toFixed(1)} on${why}.`;
  if (networkHits === 0) return said;
  const left = networkHits === 1 ? "One rule is" : `${networkHits} rules are`;
  return `${said} ${left} left out that asked the network about a mail that has not travelled.`;
}

function listed(hits: readonly SpamHit[]): string {
  return hits
    .filter((hit) => hit.points !== 0)
    .toSorted((a, b) => b.points - a.points)
    .map(({ name, points: given, words }) => `${given.toFixed(1)} ${name} (${words})`)
    .join(", ");
}

function points(given: number): string {
  return given === 1 ? "1.0 point" : `${given.toFixed(1)} points`;
}
