import { describe, expect, test } from "@jest/globals";
import { breaker } from "../../src/delivery/relays/breaker.ts";
import type { Outcome, RejectionCause } from "../../src/model/outcome.ts";

const taken: Outcome = { status: "submitted", reply: "250 Ok" };

function rejected(because: RejectionCause, stage: "rcpt" | "dot" = "rcpt"): Outcome {
  return { status: "rejected", stage, because, reply: `550 ${because}` };
}

/** How many outcomes it took until the run has to stop; undefined when it goes on. */
function stopsAfter(outcomes: readonly Outcome[], bounces?: "accepted"): number | undefined {
  const troubleOf = breaker(bounces === "accepted");
  const index = outcomes.findIndex((outcome) => troubleOf(outcome) !== undefined);
  return index < 0 ? undefined : index + 1;
}

function times(count: number, make: (index: number) => Outcome): readonly Outcome[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

describe("the breaker", () => {
  test("stops when the first ten are all rejected, whoever is to blame", () => {
    expect(stopsAfter(times(30, () => rejected("mailbox")))).toBe(10);
    expect(stopsAfter([...times(9, () => rejected("mailbox")), taken])).toBeUndefined();
  });

  test("stops when twenty of the first fifty are rejected because of the sender", () => {
    expect(stopsAfter(times(50, (index) => (index % 2 === 0 ? taken : rejected("sender"))))).toBe(40);
    expect(
      stopsAfter(times(50, (index) => (index % 2 === 0 ? taken : rejected("delivery")))),
    ).toBeUndefined();
  });

  test("stops when more than 5 % of the last 200 are rejected because of the sender", () => {
    const good = times(1_000, () => taken);
    expect(stopsAfter([...good, ...times(11, () => rejected("sender"))])).toBe(1_011);
    expect(stopsAfter([...good, ...times(10, () => rejected("sender")), ...good])).toBeUndefined();
  });

  test("stops as soon between the fifty-first answer and the two hundredth", () => {
    const good = times(60, () => taken);
    expect(stopsAfter([...good, ...times(140, () => rejected("sender"))])).toBe(71);
    expect(stopsAfter([...good, ...times(140, () => rejected("delivery"))])).toBe(161);
    expect(stopsAfter([...good, ...times(100, () => rejected("delivery"))])).toBeUndefined();
  });

  test("stops when more than half of the last 200 are rejected", () => {
    const good = times(300, () => taken);
    expect(stopsAfter([...good, ...times(150, () => rejected("delivery"))])).toBe(401);
  });

  test("stops for a list of which many addresses do not exist: 20 of the first 50, later more than 10 % of the last 200", () => {
    const half = times(50, (index) => (index % 2 === 0 ? taken : rejected("mailbox")));
    expect(stopsAfter(half)).toBe(40);
    const good = times(1_000, () => taken);
    const stale = (every: number) =>
      times(1_000, (index) => (index % every === 0 ? rejected("mailbox") : taken));
    expect(stopsAfter([...good, ...times(21, () => rejected("mailbox"))])).toBe(1_021);
    expect(stopsAfter(stale(9))).toBe(181);
    expect(stopsAfter(stale(10))).toBeUndefined();
  });

  test("lets such a list through when a person has said so, but not one of which nobody, or less than half, is known", () => {
    const stale = times(1_000, (index) => (index % 5 < 2 ? rejected("mailbox") : taken));
    expect(stopsAfter(stale)).toBe(47);
    expect(stopsAfter(stale, "accepted")).toBeUndefined();
    expect(
      stopsAfter(
        times(30, () => rejected("mailbox")),
        "accepted",
      ),
    ).toBe(10);
    const good = times(300, () => taken);
    expect(stopsAfter([...good, ...times(150, () => rejected("mailbox"))], "accepted")).toBe(401);
    expect(stopsAfter([...good, ...times(11, () => rejected("sender"))], "accepted")).toBe(311);
  });

  test("stops at once when the relay refuses everybody's mail, and counts nothing that is no answer", () => {
    const refused: Outcome = { status: "refused", stage: "mail", reply: "550 5.7.1 No" };
    expect(stopsAfter([taken, refused])).toBe(2);
    const unclear: Outcome = { status: "unsent", stage: "mail", reason: "The link broke." };
    expect(stopsAfter([...times(9, () => rejected("mailbox")), unclear, taken])).toBeUndefined();
  });

  test("stops a relay that leaves ten messages in a row without an answer, and forgets them when one has an answer", () => {
    const lost: Outcome = { status: "uncertain", reason: "The link broke." };
    expect(stopsAfter(times(30, () => lost))).toBe(10);
    expect(stopsAfter(times(300, (index) => (index % 10 === 9 ? taken : lost)))).toBeUndefined();
  });

  test("says how many, and the relay's own words", () => {
    const troubleOf = breaker();
    const said = times(10, () => rejected("mailbox")).map((outcome) => troubleOf(outcome));
    const says = "rejected 10 of the last 10 messages, the latest with: 550 mailbox";
    expect(said.at(-1)).toEqual({ says, stops: "relay", because: "list" });
  });

  test("says of a stale list that these addresses do not exist, and that it is about the list", () => {
    const troubleOf = breaker();
    const said = times(50, (index) => (index % 2 === 0 ? taken : rejected("mailbox"))).map(troubleOf);
    const says = "says of 20 of the last 40 addresses that they do not exist, the latest with: 550 mailbox";
    expect(said[39]).toEqual({ says, stops: "mailing", because: "list" });
  });

  test("stops the relay for what it says before it has seen a message, and the mailing for what it says of one", () => {
    const verdict = (outcomes: readonly Outcome[]) => {
      const troubleOf = breaker();
      return outcomes.map((outcome) => troubleOf(outcome)).find((found) => found !== undefined)?.stops;
    };
    const half = (make: () => Outcome) => times(60, (index) => (index % 2 === 0 ? taken : make()));
    expect(verdict([{ status: "refused", stage: "auth", reply: "535 5.7.8 No" }])).toBe("relay");
    expect(verdict(half(() => rejected("sender")))).toBe("relay");
    expect(verdict(half(() => rejected("sender", "dot")))).toBe("mailing");
    expect(verdict(times(10, () => rejected("mailbox")))).toBe("relay");
    expect(verdict(times(10, () => rejected("sender", "dot")))).toBe("mailing");
    // A relay that rejects half of the list knows it as well as another.
    const good = times(300, () => taken);
    expect(verdict([...good, ...times(150, () => rejected("delivery"))])).toBe("mailing");
  });
});
