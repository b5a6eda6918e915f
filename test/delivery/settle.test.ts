import { describe, expect, test } from "@jest/globals";
import { settle } from "../../src/delivery/settle.ts";
import { mayFollow } from "../../src/model/mailing.ts";
import type { Outcome } from "../../src/model/outcome.ts";

const minute = 60_000;
const standard = {
  stepsMs: [5, 15, 30, 60, 120, 60].map((step) => step * minute),
  giveUpMs: 24 * 60 * minute,
};

/** Every attempt before this one ended in a wait, unless `waits` says how many did. */
function settled(outcome: Outcome, attempts = 1, retry = standard, random = 0.5, waits = attempts - 1) {
  const settlement = settle(outcome, { subscriber: 7, attempts, waits, now: 1_000, random }, retry);
  expect(mayFollow("submitting", settlement.state)).toBe(true);
  expect(settlement.subscriber).toBe(7);
  return settlement;
}

const later: Outcome = { status: "deferred", stage: "rcpt", reply: "450 4.2.0 Later" };
const unsent: Outcome = { status: "unsent", stage: "body", reason: "The link broke." };

describe("what an outcome means for a delivery", () => {
  test.each([
    ["submitted", { status: "submitted", reply: "250 Ok" }, { state: "submitted", reason: "250 Ok" }],
    [
      "rejected because of the mailbox: the address is suppressed",
      { status: "rejected", stage: "rcpt", because: "mailbox", reply: "550 5.1.1 No" },
      { state: "rejected", reason: "550 5.1.1 No", suppress: true },
    ],
    [
      "rejected because of us: the reader is not to blame",
      { status: "rejected", stage: "dot", because: "sender", reply: "554 5.7.1 Spam" },
      { state: "rejected", reason: "554 5.7.1 Spam" },
    ],
    ["uncertain", { status: "uncertain", reason: "Lost." }, { state: "uncertain", reason: "Lost." }],
    ["unsent: at once again", unsent, { state: "pending", reason: "The link broke." }],
    [
      "refused: the reader is untouched",
      { status: "refused", stage: "mail", reply: "550 Not you" },
      { state: "pending", reason: "550 Not you" },
    ],
    ["deferred", later, { state: "deferred", reason: "450 4.2.0 Later", dueAt: 1_000 + 5 * minute }],
  ] as [string, Outcome, object][])("%s", (_title, outcome, expected) => {
    expect(settled(outcome)).toEqual({ subscriber: 7, ...expected });
  });

  test("deferred readers wait longer each time, and the last step for ever, spread by a fifth", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 12].map((attempt) => {
      const { dueAt = 0 } = settled(later, attempt);
      return (dueAt - 1_000) / minute;
    });
    expect(waits).toEqual([5, 15, 30, 60, 120, 60, 60, 60]);
    expect(settled(later, 1, standard, 0).dueAt).toBe(1_000 + 4 * minute);
    expect(settled(later, 1, standard, 0.999999).dueAt).toBe(1_000 + 6 * minute);
  });

  test("a reader is given up when the waits add up to the limit, and not before", () => {
    const retry = { stepsMs: [10, 20], giveUpMs: 50 };
    expect(settled(later, 3, retry).state).toBe("deferred");
    expect(settled(later, 4, retry)).toEqual({
      subscriber: 7,
      state: "rejected",
      reason: "Given up after 4 attempts. 450 4.2.0 Later",
    });
    expect(settled(later, 1, { stepsMs: [10], giveUpMs: 1 }).state).toBe("deferred");
    // 5 + 15 + 30 + 60 + 120 minutes, then hourly: 21 more waits make 24 h 50 min.
    const last = Array.from({ length: 40 }, (_, index) => index + 1).find(
      (attempt) => settled(later, attempt).state === "rejected",
    );
    expect(last).toBe(27);
  });

  test("giving up does not suppress the address", () => {
    expect(settled(later, 99)).not.toHaveProperty("suppress");
  });

  test("a link that breaks on the same message again and again is not the link's fault: the message waits", () => {
    const waits = [0, 0, 0, 0, 1];
    expect(waits.map((waited, before) => settled(unsent, before + 1, standard, 0.5, waited).state)).toEqual([
      "pending",
      "pending",
      "pending",
      "deferred",
      "deferred",
    ]);
    expect(settled(unsent, 99, standard, 0.5, 95).state).toBe("rejected");
  });

  test("attempts that did not end in a wait count for nothing: the first deferral is the first, whatever came before", () => {
    const retry = { stepsMs: [60 * minute], giveUpMs: 180 * minute };
    const first = settled(later, 4, retry, 0.5, 0);
    expect(first).toMatchObject({ state: "deferred", dueAt: 1_000 + 60 * minute });
    expect(settled(later, 12, standard, 0.5, 1).dueAt).toBe(1_000 + 15 * minute);
    expect(settled(later, 7, retry, 0.5, 3).state).toBe("rejected");
  });
});
