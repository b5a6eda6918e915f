import { zonedText } from "../../base/zoned-time.ts";
import type { Delivery, DeliveryState, SkipReason } from "../../model/mailing.ts";
import type { RejectionCause } from "../../model/outcome.ts";
import { wasGivenUp } from "../../transport/outcome.ts";
import { readerWords, throughWords } from "../send/reader-words.ts";
import type { MailingReport, ReasonedState, ReportedReason } from "./mailing-report.ts";

/** What a state of readers means, and what becomes of them; nothing of those who need nobody. */
export function deliveryMeaning(state: DeliveryState, report: MailingReport): string {
  const { sender, due, mailing, reasons } = report;
  switch (state) {
    case "submitted":
      return "";
    case "pending":
      return "not sent yet";
    case "submitting":
      return sender === undefined
        ? "left on the way by a sender that is gone; whoever goes on names them as uncertain"
        : "on their way at this moment";
    case "deferred": {
      const until = due === undefined ? "" : `, ${dueWords(due)}`;
      return `the relay said: try later; ${sender === undefined ? "whoever goes on tries them again" : "send goes on by itself while it runs"}${until}`;
    }
    case "rejected":
      return reasons.rejected.some(({ reason }) => wasGivenUp(reason))
        ? "the relay said no for good, or later until the waits were used up"
        : "the relay said no for good";
    case "skipped":
      return "left out on purpose";
    case "uncertain":
      return mailing.state === "cancelled"
        ? "they may or may not have a copy, and nothing more is sent to them"
        : "the link broke before the relay answered; a person has to decide";
  }
}

function dueWords({ first, last }: NonNullable<MailingReport["due"]>): string {
  const [from, to] = [zonedText(first), zonedText(last)];
  return from === to ? `at ${from}` : `between ${from} and ${to}`;
}

/** `  1,204  550 5.1.1 No such user`: one line for each kind of reason, and what it means where that is known. */
export function reasonLines(state: ReasonedState, reasons: readonly ReportedReason[]): readonly string[] {
  return reasons.map(({ reason, readers, because }) => {
    const meaning = because === undefined ? undefined : causeWords[because];
    const words = state === "skipped" ? skipWords(reason) : reason;
    return `${readers.toLocaleString("en").padStart(9)}  ${words}${meaning === undefined ? "" : ` (${meaning})`}`;
  });
}

const causeWords: Readonly<Record<RejectionCause, string>> = {
  mailbox: "there is no such mailbox",
  delivery: "the mailbox is full or could not be reached",
  sender: "because of us or of our mail: ask whoever runs the relay",
};

function skipWords(reason: string): string {
  return Object.hasOwn(skippedBecause, reason) ? skippedBecause[reason as SkipReason] : reason;
}

const skippedBecause: Readonly<Record<SkipReason, string>> = {
  unsubscribed: "unsubscribed since it was approved",
  paused: "paused by themselves since it was approved",
  suppressed: "suppressed since it was approved: a bounce, a complaint, or by hand",
  removed: "removed since it was approved",
  "needs-smtputf8": "letters beyond ASCII before the @, which no relay takes",
  "bad-address": "an address that fits into no message",
  "bad-values": "values of which no message could be made: please report it",
  decided: "left out by a person while it was uncertain whether they have a copy",
  cancelled: "the mailing was cancelled before their turn",
};

/**
 * `ada@example.org: 450 4.2.0 Later, next try 2026-…`; and through which relay the last message went, but for the
 * `usual` one.
 */
export function deliveryWords(row: Delivery, usual: string | undefined): string {
  const { state, reason, dueAt, changedAt } = row;
  const due = dueAt === undefined ? "" : `, next try ${zonedText(dueAt)}`;
  const why = state === "submitting" ? `since ${zonedText(changedAt)}` : (reason ?? "no reason was recorded");
  return `${readerWords(row)}${throughWords(row, usual)}: ${why}${due}`;
}
