import { describe, expect, test } from "@jest/globals";
import { outcomeOfFault, outcomeOfInfo } from "../../src/transport/module-outcome.ts";
import { type AnsweredStage, outcomeOf, recordable, rejectionCause } from "../../src/transport/outcome.ts";
import type { Outcome } from "../../src/model/outcome.ts";
import { replyParser } from "../../src/transport/reply-parser.ts";

function judge(stage: AnsweredStage, line: string): string | undefined {
  const reply = replyParser().read(Buffer.from(`${line}\r\n`)).replies[0];
  const outcome = reply === undefined ? undefined : outcomeOf(stage, reply);
  if (outcome === undefined) return undefined;
  expect(outcome.status === "submitted" || ("stage" in outcome && outcome.stage === stage)).toBe(true);
  expect("reply" in outcome ? outcome.reply : "reason" in outcome ? outcome.reason : "").toContain(line);
  expectSameCause(outcome);
  return outcome.status === "rejected" ? `rejected: ${outcome.because}` : outcome.status;
}

/** What was recorded of a rejection tells its cause again, also after it was recorded twice. */
function expectSameCause(outcome: Outcome): void {
  const recorded = recordable(outcome);
  if (outcome.status !== "rejected" || recorded.status !== "rejected") {
    expect(recorded).toBe(outcome);
    return;
  }
  expect(recorded.reply.startsWith(outcome.reply)).toBe(true);
  expect(rejectionCause(recorded.reply)).toBe(outcome.because);
  expect(recordable(recorded)).toBe(recorded);
}

describe("The outcome table", () => {
  test.each<[AnsweredStage, string, string]>([
    ["dot", "250 2.0.0 Ok: queued as 4D1", "submitted"],
    ["dot", "250", "submitted"],
    ["dot", "421 4.3.2 Closing", "deferred"],
    ["dot", "450 Later", "deferred"],
    ["dot", "451 4.7.1 Greylisted", "deferred"],
    ["dot", "452 4.3.1 Disk is full", "deferred"],
    ["dot", "550 5.1.1 No such user", "rejected: mailbox"],
    ["dot", "552 5.2.2 Mailbox is full", "rejected: delivery"],
    ["dot", "552 5.2.3 Longer than this mailbox allows", "rejected: sender"],
    ["dot", "550 5.7.26 Not authenticated by SPF or DKIM", "rejected: sender"],
    ["dot", "550 5.4.1 No answer", "rejected: sender"],
    ["dot", "552 5.7.0 Blocked for its content", "rejected: sender"],
    ["dot", "550 No such user", "rejected: sender"],
    ["dot", "554 5.6.0 Broken message", "rejected: sender"],
    ["dot", "554 Transaction failed", "rejected: sender"],
    ["dot", "552 5.3.4 Too big", "refused"],
    ["dot", "552 Too big", "refused"],
    ["dot", "535 5.7.8 Log in", "refused"],
    ["body", "421 4.3.2 Closing", "unsent"],
    ["body", "452 4.3.1 Disk is full", "deferred"],
    ["body", "552 5.3.4 Too big", "refused"],
    ["body", "554 5.7.1 Virus", "rejected: sender"],
    ["body", "550 5.1.1 No such user", "rejected: mailbox"],
    ["mail", "421 4.7.0 Too many connections", "unsent"],
    ["mail", "450 4.7.1 Too fast", "unsent"],
    ["mail", "451 4.3.0 Disk is full", "unsent"],
    ["mail", "530 5.7.0 Log in first", "refused"],
    ["mail", "550 5.1.8 Sender's domain does not exist", "refused"],
    ["mail", "552 5.3.4 Too big", "refused"],
    ["mail", "553 5.6.7 Not an ASCII address", "rejected: sender"],
    ["data", "421 Closing", "unsent"],
    ["data", "451 4.3.0 Disk is full", "unsent"],
    ["data", "554 5.5.1 No", "refused"],
    ["rcpt", "421 4.7.0 Slow down", "unsent"],
    ["rcpt", "450 4.2.1 Greylisted", "deferred"],
    ["rcpt", "451 4.7.1 Try later", "deferred"],
    ["rcpt", "452 4.2.2 Mailbox is full", "deferred"],
    ["rcpt", "550 5.1.1 No such user", "rejected: mailbox"],
    ["rcpt", "550 5.1.2 No such domain", "rejected: mailbox"],
    ["rcpt", "501 5.1.3 Bad address", "rejected: mailbox"],
    ["rcpt", "551 5.1.6 Moved", "rejected: mailbox"],
    ["rcpt", "553 5.1.7 Bad sender address", "rejected: sender"],
    ["rcpt", "550 5.1.8 Sender's domain does not exist", "rejected: sender"],
    ["rcpt", "556 5.1.10 The domain takes no mail", "rejected: mailbox"],
    ["rcpt", "550 5.2.1 Mailbox is disabled", "rejected: mailbox"],
    ["rcpt", "552 5.2.2 Mailbox is full", "rejected: delivery"],
    ["rcpt", "550 5.4.1 Recipient address rejected: Access denied", "rejected: delivery"],
    ["rcpt", "554 5.7.1 Relay access denied", "rejected: sender"],
    ["rcpt", "550 5.7.515 Access denied, sender does not meet the level", "rejected: sender"],
    ["rcpt", "550 5.6.7 Not an ASCII address", "rejected: sender"],
    ["rcpt", "530 5.7.0 Log in first", "refused"],
    ["rcpt", "552 5.3.4 Too big", "refused"],
    ["rcpt", "550 5.5.0 Requested action not taken: mailbox unavailable", "rejected: mailbox"],
    ["rcpt", "550 5.0.0 No such user", "rejected: mailbox"],
    ["rcpt", "550 No such user here", "rejected: mailbox"],
    ["rcpt", "551 User not local", "rejected: mailbox"],
    ["rcpt", "552 Mailbox is full", "rejected: delivery"],
    ["rcpt", "553 Mailbox name not allowed", "rejected: mailbox"],
    ["rcpt", "521 This host takes no mail", "rejected: mailbox"],
    ["rcpt", "550 Blocked, see https://blocklist.example.org", "rejected: sender"],
    ["rcpt", "550 Listed in a DNSBL", "rejected: sender"],
    ["rcpt", "550 relaying denied", "rejected: sender"],
    ["rcpt", "550 Administrative prohibition", "rejected: sender"],
    ["rcpt", "550 rejected because of SPF policy", "rejected: sender"],
    ["rcpt", "554 Rejected", "rejected: sender"],
    ["rcpt", "501 Syntax error", "rejected: sender"],
    ["rcpt", "571 Refused", "rejected: sender"],
  ])("reads %s %s as %s", (stage, line, expected) => {
    expect(judge(stage, line)).toBe(expected);
  });

  test.each<[AnsweredStage, string]>([
    ["mail", "250 Ok"],
    ["mail", "334 Password"],
    ["rcpt", "354 Go"],
    ["data", "250 Ok"],
    ["body", "250 Ok"],
    ["dot", "354 Go"],
  ])("has no row for %s %s, which does not decide anything", (stage, line) => {
    expect(judge(stage, line)).toBeUndefined();
  });

  test.each<[AnsweredStage, string, boolean]>([
    ["mail", "421 4.3.2 Closing", true],
    ["rcpt", "421 4.7.28 Unusual rate of mail", true],
    ["dot", "421", true],
    ["rcpt", "451 4.7.650 Limited by reputation", true],
    ["rcpt", "451 4.7.1 Greylisting in action", false],
    ["rcpt", "450 4.2.0 Recipient is graylisted, try again at a lower rate", false],
    ["rcpt", "450 4.2.1 The user receives mail at a rate that prevents more", false],
    ["rcpt", "452 4.2.2 Over quota", false],
    ["rcpt", "450 Too many messages, slow down", true],
    ["dot", "451 4.3.2 Sending rate limit reached", true],
    ["dot", "452 4.3.1 Disk is full", false],
    ["data", "451 4.3.0 Try again later", false],
  ])("at %s hears in %j whether we send too fast", (stage, line, asks) => {
    const reply = replyParser().read(Buffer.from(`${line}\r\n`)).replies[0];
    const outcome = reply && outcomeOf(stage, reply);
    expect(outcome !== undefined && "asksForLess" in outcome).toBe(asks);
  });
});

describe("The cause of a rejection, as it is recorded,", () => {
  const permanent = Object.assign(new Error("Email address is not verified."), { permanent: true });
  const aws = Object.assign(new Error("Email address is not verified."), {
    name: "MessageRejected",
    $metadata: { attempts: 1, httpStatusCode: 400 },
  });
  test.each<[what: string, outcome: Outcome, because: string, words: string]>([
    ["an error that is permanent", outcomeOfFault(permanent), "sender", "Email address is not verified."],
    ["an answer of AWS", outcomeOfFault(aws), "sender", "MessageRejected: Email address is not verified."],
    [
      "a reader among the rejected, without a word",
      outcomeOfInfo({ rejected: ["ada@example.org"], response: "see the log" }, "ada@example.org"),
      "delivery",
      "see the log [delivery]",
    ],
    [
      "words that look like a note of ours",
      { status: "rejected", stage: "rcpt", because: "mailbox", reply: "550 Unknown [sender]" },
      "mailbox",
      "550 Unknown [sender] [mailbox]",
    ],
  ])("of %s is that of its outcome", (_, outcome, because, words) => {
    expect(outcome).toMatchObject({ status: "rejected", because });
    expectSameCause(outcome);
    expect(recordable(outcome)).toMatchObject({ reply: words });
  });

  test("of who was deferred until we gave up is that they could not be reached, whatever was said", () => {
    expect(rejectionCause("Given up after 9 attempts. 450 4.2.0 Later")).toBe("delivery");
    expect(rejectionCause("Given up after 9 attempts. Throttled [sender]")).toBe("delivery");
  });
});
