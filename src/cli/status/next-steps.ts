import type { Config } from "../../config/config.ts";
import { resumeAllTheSame, resumeOf, stopOf } from "../send/resume-command.ts";
import type { MailingReport } from "./mailing-report.ts";

/** Something a person can do about a mailing now. */
export interface NextStep {
  /** What the command does, as words in front of a colon. */
  readonly does: string;
  /** To be pasted into a shell. */
  readonly command: string;
}

export function nextSteps(report: MailingReport, config: Config): readonly NextStep[] {
  const { mailing, sender, state, counts, left } = report;
  if (sender !== undefined) {
    const isStopping = mailing.stoppedBy === "person" || state === "cancelled";
    return isStopping ? [] : [{ does: "Stop it for now", command: stopOf(mailing, config, "pause") }];
  }
  if (left === 0)
    return state === "interrupted"
      ? [{ does: "Bring it to its end with", command: resumeOf(mailing, config) }]
      : [];
  const steps: NextStep[] = [];
  if (state === "planned" && mailing.scheduledAt !== undefined)
    steps.push(
      {
        does: 'It is started by "npx letterpress run-due", from cron for example, or by',
        command: resumeOf(mailing, config),
      },
      { does: "Not to be sent after all", command: stopOf(mailing, config, "cancel") },
    );
  else if (left > counts.uncertain && mailing.stoppedBy === "list")
    steps.push({ does: "Go on all the same with", command: resumeAllTheSame(mailing, config) });
  else if (left > counts.uncertain) steps.push({ does: "Go on with", command: resumeOf(mailing, config) });
  if (counts.uncertain > 0)
    steps.push(
      { does: "Some uncertain may get none", command: resumeOf(mailing, config, "skip") },
      { does: "Some uncertain may get two", command: resumeOf(mailing, config, "resend") },
      { does: "Be asked for one after the other", command: resumeOf(mailing, config, "ask") },
    );
  return steps;
}
