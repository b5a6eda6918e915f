import type { Instant } from "../../base/clock.ts";
import { zonedText } from "../../base/zoned-time.ts";
import { durationWords } from "../../base/duration-words.ts";
import type { Mailing, Stop } from "../../model/mailing.ts";
import { countOf } from "../newsletter.ts";
import { audienceWords } from "../only-option.ts";
import { runnerWords } from "../send/runner.ts";
import type { MailingReport } from "./mailing-report.ts";

/** `2026-09-01-quiet to weekly (only tag "member")` */
export function mailingTitle({ issue, list, only }: Mailing): string {
  return `${issue} to ${audienceWords(list, only)}`;
}

/** `running by process 4711 on desk, 200 readers, started 2026-12-01 08:00 Europe/Berlin` */
export function mailingHead({ mailing, state, sender }: MailingReport): string {
  const by = sender === undefined ? "" : senderWords(state, runnerWords(sender.runner));
  return `${stateWords(mailing, state)}${by}, ${countOf(mailing.recipients, "reader")}, ${beganWords(mailing)}`;
}

/** Who sends a mailing has not cancelled it, but answers for what is on its way. */
function senderWords(state: MailingReport["state"], sender: string): string {
  return state === "cancelled" ? `, with messages on their way by ${sender}` : ` by ${sender}`;
}

/** What is sent at once starts with its approval; what waits for a time does not, and may be stopped before. */
function beganWords({ state, createdAt, scheduledAt }: Mailing): string {
  if (state === "planned") return `approved ${zonedText(createdAt)}`;
  if (scheduledAt === undefined) return `started ${zonedText(createdAt)}`;
  return `approved ${zonedText(createdAt)} for ${zonedText(scheduledAt)}`;
}

/** Why nobody goes on with it unasked is part of how it is. */
export function stateWords({ stoppedBy, scheduledAt }: Mailing, state: MailingReport["state"]): string {
  if (state === "planned" && scheduledAt !== undefined) return `scheduled for ${zonedText(scheduledAt)}`;
  if (state === "running" && stoppedBy === "person") return "pausing";
  if (state === "interrupted" || stoppedBy === undefined) return state;
  return `${state} by ${stopWords[stoppedBy]}`;
}

const stopWords: Readonly<Record<Stop, string>> = {
  person: "a person",
  interrupt: "Ctrl-C",
  relay: "the relay, which refused our mail",
  list: "Letterpress, because too many addresses do not exist",
  fault: "Letterpress, because a part of it broke",
};

/** What is going on, until when and why, in a sentence or two. */
export function mailingSituation(report: MailingReport, now: Instant): string {
  const { mailing, state, counts, left } = report;
  switch (state) {
    case "planned":
      return plannedWords(mailing, now);
    case "running":
      return runningWords(report, now);
    case "interrupted":
      return interruptedWords(report);
    case "paused":
      return pausedWords(report, now);
    case "finished": {
      const at = mailing.finishedAt === undefined ? "" : ` since ${zonedText(mailing.finishedAt)}`;
      return counts.submitted === mailing.recipients
        ? `The relay has taken everybody's message${at}. Nothing is left to do.`
        : `Nothing is left to do${at}: who did not get it is named below.`;
    }
    case "cancelled":
      return `A person has cancelled it. Who had not got it then is skipped, and nothing more is sent.${left === 0 && counts.uncertain > 0 ? " The uncertain may have a copy." : ""}`;
  }
}

function interruptedWords(report: MailingReport): string {
  const { counts, gone } = report;
  const who = gone === undefined ? "Its sender" : `Its sender, ${runnerWords(gone)},`;
  const few = counts.submitting;
  const way = `${countOf(few, "reader")} ${few === 1 ? "was" : "were"} on the way and may or may not have a copy; whoever goes on names them.`;
  return `${who} has ended without a word.${few === 0 ? "" : ` ${way}`} ${whoGoesOn(report)}`;
}

function whoGoesOn({ mailing, counts, left }: MailingReport): string {
  const isUncertain = left > 0 && left === counts.uncertain;
  // Somebody may have paused it before its sender ended.
  if (isUncertain || mailing.stoppedBy !== undefined) return whyPaused(mailing, isUncertain);
  if (left === 0) return "Nobody else is left: run-due brings it to its end.";
  if (counts.pending + counts.deferred === 0) return "Nobody else is left.";
  return `run-due goes on with ${counts.submitting === 0 ? "those who are left" : "the others"}.`;
}

function plannedWords({ scheduledAt }: Mailing, now: Instant): string {
  if (scheduledAt === undefined)
    return "It was approved, and nobody sends it: its sender ended before the first message. run-due goes on with it.";
  if (scheduledAt > now) return `It starts in ${durationWords(scheduledAt - now)}. Nobody has it yet.`;
  return `Its time came ${durationWords(now - scheduledAt)} ago, and nobody has started it.`;
}

function runningWords({ mailing, counts, due, usedUp, perSecond = 0 }: MailingReport, now: Instant): string {
  if (mailing.stoppedBy === "person")
    return "A person has paused it: no message starts any more, and it stops when those on their way are answered.";
  const open = counts.pending + counts.submitting;
  const later = due === undefined ? "" : ` ${deferredWords(counts.deferred, due, now)}`;
  if (open === 0) return `Everybody else has been tried.${later}`;
  if (perSecond === 0 && usedUp.length > 0) return `Those who are left wait for the pace.${later}`;
  if (perSecond === 0)
    return `Nobody got it in the last half minute: its sender has just begun, or waits for the relay or for its pace.${later}`;
  const rate = perSecond.toLocaleString("en", { maximumFractionDigits: perSecond < 10 ? 1 : 0 });
  // How many of them wait for a quota is not known here, so neither is how long they take.
  const untilWhen =
    usedUp.length > 0
      ? "and who is left may have to wait for the pace"
      : `about ${durationWords((open / perSecond) * 1_000)} left`;
  return `${rate} a second in the last minute, ${untilWhen}.${later}`;
}

/** Until when the deferred wait. */
function deferredWords(
  readers: number,
  { first, last }: { readonly first: Instant; readonly last: Instant },
  now: Instant,
): string {
  const when = first <= now ? "now" : `in ${durationWords(first - now)}`;
  const range = last - first < 60_000 ? "" : `, the last in ${durationWords(last - now)}`;
  return `${countOf(readers, "deferred reader")}: the first ${readers === 1 ? "try" : "one"} is due ${when}${range}.`;
}

/**
 * What its last run was told when it could not go on, a line each: `Why it stopped: The relay main did not accept …
 * Check …`. Nothing when a person has said since that it stands still.
 */
export function stopReasonLines({
  mailing: { state, stoppedBy, stopReason },
}: MailingReport): readonly string[] {
  if (stopReason === undefined || state !== "paused" || stoppedBy === "person") return [];
  return `Why it stopped: ${stopReason.message} ${stopReason.remedy}`
    .split("\n")
    .map((line) => line.trimEnd());
}

function pausedWords({ mailing, counts, left, due }: MailingReport, now: Instant): string {
  const { scheduledAt = now, stoppedBy } = mailing;
  if (stoppedBy === "person" && scheduledAt > now)
    return `A person has paused it before its time, which comes in ${durationWords(scheduledAt - now)}: only resume lets it wait for that again.`;
  const later =
    due === undefined || left === counts.uncertain
      ? ""
      : ` Of those left, ${countOf(counts.deferred, "reader")} may be tried from ${zonedText(due.first)} on.`;
  return `${whyPaused(mailing, left === counts.uncertain)}${later}`;
}

function whyPaused({ stoppedBy, stopReason }: Mailing, isUncertain: boolean): string {
  if (isUncertain) return "Only uncertain readers are left, so it waits until a person has decided for them.";
  switch (stoppedBy) {
    case "person":
      return "A person has paused it: only resume goes on with it.";
    case "interrupt":
      return "Somebody stopped its sender with Ctrl-C: run-due leaves it alone, send goes on.";
    case "relay":
      return "The relay does not take our mail, so run-due leaves it alone until a person has seen to it and goes on.";
    case "list":
      return "Too many addresses of the list do not exist, so run-due leaves it alone until a person has looked at the list and goes on.";
    case "fault":
      return "A part of Letterpress broke, so run-due leaves it alone until a person has read why and goes on.";
  }
  const why = stopReason === undefined ? "was stopped" : "could not go on";
  return `Its sender ${why} before everybody had it. run-due goes on with it.`;
}
