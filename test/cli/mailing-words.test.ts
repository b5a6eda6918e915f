import { describe, expect, test } from "@jest/globals";
import { deliveryMeaning } from "../../src/cli/status/delivery-words.ts";
import type { MailingReport } from "../../src/cli/status/mailing-report.ts";
import { mailingHead, mailingSituation } from "../../src/cli/status/mailing-words.ts";
import { nextSteps } from "../../src/cli/status/next-steps.ts";
import { zonedText } from "../../src/base/zoned-time.ts";
import { type DeliveryCounts, type Mailing, noDeliveries, unfinished } from "../../src/model/mailing.ts";
import { configText } from "../e2e/newsletter.ts";
import { configOf } from "../support/configuration.ts";

const now = 1_800_000_000_000;
const hourMs = 3_600_000;
const sender = { runner: "desk 4711 x", until: now + 60_000 };
const gone = "desk 4711 x";

type Changes = Partial<Omit<MailingReport, "mailing" | "counts">> & {
  readonly mailing?: Partial<Mailing>;
  readonly counts?: Partial<DeliveryCounts>;
};

/** A mailing of ten readers, of whom three have it, unless told. */
function reportWith({ mailing = {}, counts = {}, ...changes }: Changes): MailingReport {
  const all = { ...noDeliveries, submitted: 3, pending: 7, ...counts };
  const state = mailing.state ?? "running";
  return {
    mailing: {
      id: 1,
      issue: "hello",
      list: "weekly",
      state,
      planHash: "4f1c0a9be312",
      date: now,
      sender: {
        name: "The Weekly",
        listName: "The Weekly",
        from: { name: "The Weekly", email: "weekly@news.example.org" },
        postalAddress: [],
        siteUrl: "https://news.example.org",
        listId: "weekly.news.example.org",
      },
      recipients: 10,
      createdAt: now - hourMs,
      ...mailing,
    },
    state,
    counts: all,
    left: state === "cancelled" ? 0 : unfinished(all),
    usedUp: [],
    rejectedBecause: { mailbox: 0, delivery: 0, sender: 0 },
    inInbox: false,
    reasons: { pending: [], deferred: [], rejected: [], skipped: [], uncertain: [] },
    ...changes,
  };
}

const usedUp: MailingReport["usedUp"] = [
  { limited: { of: "all" }, span: "hour", most: 3, until: now + hourMs },
];
const due = { first: now + hourMs, last: now + 2 * hourMs };
const noneLeft = { submitted: 10, pending: 0 };
const onlyUncertain = { submitted: 8, pending: 0, uncertain: 2 };
const paused = (stoppedBy?: Mailing["stoppedBy"]): Changes => ({
  mailing: { state: "paused", ...(stoppedBy === undefined ? {} : { stoppedBy }) },
});
const interrupted = { state: "interrupted", gone } as const;
const decide = (verb: string) =>
  ["skip", "resend", "ask"].map((decision) => `npx letterpress ${verb} hello --uncertain ${decision}`);

/** What it is, what `status` says of it, and what to type. */
const situations: readonly (readonly [string, Changes, string, readonly string[]])[] = [
  [
    "approved, and whose sender died before the first message",
    { mailing: { state: "planned" } },
    "It was approved, and nobody sends it: its sender ended before the first message. run-due goes on with it.",
    ["npx letterpress send hello"],
  ],
  [
    "scheduled",
    { mailing: { state: "planned", scheduledAt: now + 5 * hourMs } },
    "It starts in 5 hours. Nobody has it yet.",
    ["npx letterpress send hello", "npx letterpress cancel hello"],
  ],
  [
    "scheduled, and late",
    { mailing: { state: "planned", scheduledAt: now - 5 * hourMs } },
    "Its time came 5 hours ago, and nobody has started it.",
    ["npx letterpress send hello", "npx letterpress cancel hello"],
  ],
  [
    "sent",
    { sender, perSecond: 7 },
    "7 a second in the last minute, about 1 second left.",
    ["npx letterpress pause hello"],
  ],
  [
    "sent, with readers who wait for a quota",
    { sender, perSecond: 7, usedUp },
    "7 a second in the last minute, and who is left may have to wait for the pace.",
    ["npx letterpress pause hello"],
  ],
  [
    "sent, while all wait for a quota",
    { sender, perSecond: 0, usedUp },
    "Those who are left wait for the pace.",
    ["npx letterpress pause hello"],
  ],
  [
    "sent, of which nobody got anything for half a minute",
    { sender, perSecond: 0 },
    "Nobody got it in the last half minute: its sender has just begun, or waits for the relay or for its pace.",
    ["npx letterpress pause hello"],
  ],
  [
    "sent, with only deferred readers left",
    { sender, perSecond: 0, due, counts: { pending: 0, deferred: 7 } },
    "Everybody else has been tried. 7 deferred readers: the first one is due in 60 minutes, the last in 2 hours.",
    ["npx letterpress pause hello"],
  ],
  [
    "being paused",
    { sender, mailing: { stoppedBy: "person" } },
    "A person has paused it: no message starts any more, and it stops when those on their way are answered.",
    [],
  ],
  [
    "interrupted, with readers on their way",
    { ...interrupted, counts: { pending: 5, submitting: 2 } },
    "Its sender, process 4711 on desk, has ended without a word. 2 readers were on the way and may or may not have a copy; whoever goes on names them. run-due goes on with the others.",
    ["npx letterpress send hello"],
  ],
  [
    "interrupted, with nobody on their way",
    interrupted,
    "Its sender, process 4711 on desk, has ended without a word. run-due goes on with those who are left.",
    ["npx letterpress send hello"],
  ],
  [
    "interrupted behind the last message",
    { ...interrupted, counts: noneLeft },
    "Its sender, process 4711 on desk, has ended without a word. Nobody else is left: run-due brings it to its end.",
    ["npx letterpress send hello"],
  ],
  [
    "interrupted, with only those left who were on their way",
    { ...interrupted, counts: { submitted: 9, pending: 0, submitting: 1 } },
    "Its sender, process 4711 on desk, has ended without a word. 1 reader was on the way and may or may not have a copy; whoever goes on names them. Nobody else is left.",
    ["npx letterpress send hello"],
  ],
  [
    "interrupted, with only uncertain readers left",
    { ...interrupted, counts: onlyUncertain },
    "Its sender, process 4711 on desk, has ended without a word. Only uncertain readers are left, so it waits until a person has decided for them.",
    decide("send"),
  ],
  [
    "interrupted after a person had paused it",
    { ...interrupted, mailing: { stoppedBy: "person" } },
    "Its sender, process 4711 on desk, has ended without a word. A person has paused it: only resume goes on with it.",
    ["npx letterpress resume hello"],
  ],
  [
    "paused by a person",
    paused("person"),
    "A person has paused it: only resume goes on with it.",
    ["npx letterpress resume hello"],
  ],
  [
    "paused by a person before its time",
    { mailing: { state: "paused", stoppedBy: "person", scheduledAt: now + 5 * hourMs } },
    "A person has paused it before its time, which comes in 5 hours: only resume lets it wait for that again.",
    ["npx letterpress resume hello"],
  ],
  [
    "paused by a person, with only uncertain readers left",
    { ...paused("person"), counts: onlyUncertain },
    "Only uncertain readers are left, so it waits until a person has decided for them.",
    decide("resume"),
  ],
  [
    "stopped by Ctrl-C, with deferred readers",
    { ...paused("interrupt"), due, counts: { pending: 5, deferred: 2 } },
    `Somebody stopped its sender with Ctrl-C: run-due leaves it alone, send goes on. Of those left, 2 readers may be tried from ${zonedText(due.first)} on.`,
    ["npx letterpress send hello"],
  ],
  [
    "stopped by the relay",
    paused("relay"),
    "The relay does not take our mail, so run-due leaves it alone until a person has seen to it and goes on.",
    ["npx letterpress send hello"],
  ],
  [
    "stopped because of the list, with uncertain readers",
    { ...paused("list"), counts: { pending: 5, uncertain: 2 } },
    "Too many addresses of the list do not exist, so run-due leaves it alone until a person has looked at the list and goes on.",
    ["npx letterpress send hello --accept-bounces", ...decide("send")],
  ],
  [
    "stopped by a fault of ours",
    paused("fault"),
    "A part of Letterpress broke, so run-due leaves it alone until a person has read why and goes on.",
    ["npx letterpress send hello"],
  ],
  [
    "stopped by SIGTERM",
    paused(),
    "Its sender was stopped before everybody had it. run-due goes on with it.",
    ["npx letterpress send hello"],
  ],
  [
    "stopped because the relay was away",
    { mailing: { state: "paused", stopReason: { message: "It is away.", remedy: "Wait." } } },
    "Its sender could not go on before everybody had it. run-due goes on with it.",
    ["npx letterpress send hello"],
  ],
  [
    "finished, and everybody has it",
    { mailing: { state: "finished", finishedAt: now }, counts: noneLeft },
    `The relay has taken everybody's message since ${zonedText(now)}. Nothing is left to do.`,
    [],
  ],
  [
    "finished, and not everybody has it",
    { mailing: { state: "finished", finishedAt: now }, counts: { submitted: 9, pending: 0, skipped: 1 } },
    `Nothing is left to do since ${zonedText(now)}: who did not get it is named below.`,
    [],
  ],
  [
    "cancelled, with uncertain readers",
    { mailing: { state: "cancelled" }, counts: { submitted: 3, pending: 0, skipped: 5, uncertain: 2 } },
    "A person has cancelled it. Who had not got it then is skipped, and nothing more is sent. The uncertain may have a copy.",
    [],
  ],
];

describe("status of a mailing that is", () => {
  const config = configOf(configText({ port: 25 }));

  test.each(situations)("%s", (_, changes, says, types) => {
    const report = reportWith(changes);
    expect(mailingSituation(report, now)).toBe(says);
    expect(nextSteps(report, config).map(({ command }) => command)).toEqual(types);
  });

  test("cancelled while messages are on their way does not say that their sender has cancelled it", () => {
    const head = mailingHead(reportWith({ sender, mailing: { state: "cancelled" } }));
    expect(head).toContain("cancelled, with messages on their way by process 4711 on desk, 10 readers, ");
  });

  test("scheduled and was stopped before its time does not say that it started", () => {
    const [approvedAt, scheduledAt] = [now - hourMs, now + hourMs];
    for (const state of ["paused", "cancelled"] as const)
      expect(mailingHead(reportWith({ mailing: { state, scheduledAt } }))).toBe(
        `${state}, 10 readers, approved ${zonedText(approvedAt)} for ${zonedText(scheduledAt)}`,
      );
    expect(mailingHead(reportWith({ mailing: { state: "finished" } }))).toBe(
      `finished, 10 readers, started ${zonedText(approvedAt)}`,
    );
  });
});

describe("status says of readers who are", () => {
  const at = [zonedText(due.first), zonedText(due.last)];
  test.each<[string, Parameters<typeof deliveryMeaning>[0], Changes, string]>([
    ["on their way", "submitting", { sender }, "on their way at this moment"],
    [
      "left on their way",
      "submitting",
      interrupted,
      "left on the way by a sender that is gone; whoever goes on names them as uncertain",
    ],
    [
      "deferred while somebody sends",
      "deferred",
      { sender, due },
      `the relay said: try later; send goes on by itself while it runs, between ${at[0]} and ${at[1]}`,
    ],
    [
      "deferred until one moment while nobody sends",
      "deferred",
      { due: { first: due.first, last: due.first + 1 } },
      `the relay said: try later; whoever goes on tries them again, at ${at[0]}`,
    ],
    ["uncertain", "uncertain", {}, "the link broke before the relay answered; a person has to decide"],
    [
      "uncertain in a cancelled mailing",
      "uncertain",
      { mailing: { state: "cancelled" } },
      "they may or may not have a copy, and nothing more is sent to them",
    ],
  ])("%s what that means", (_, state, changes, says) => {
    expect(deliveryMeaning(state, reportWith(changes))).toBe(says);
  });
});
