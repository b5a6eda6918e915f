import { describe, expect, test } from "@jest/globals";
import { runMailing } from "../../src/delivery/run-mailing.ts";
import { listDeliveries } from "../../src/store/deliveries.ts";
import { addReader } from "../support/temp-store.ts";
import { copies, expectFaultless, ledgerOf, oneEach, options, run, sending, upTo } from "./sending.ts";

describe("running a mailing", () => {
  test("gives everybody exactly one copy, each of them without fault", async () => {
    await using parts = await sending({ readers: 50 });
    const { end, counts, mailing, events } = await run(parts);
    expect(end).toEqual({ status: "complete" });
    expect(counts).toMatchObject({ submitted: 50, pending: 0, submitting: 0 });
    expect(mailing).toMatchObject({ state: "finished", recipients: 50 });
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(50)));
    expect(events[0]).toMatchObject({ type: "claimed", uncertain: 0, counts: { pending: 50 } });
    expect(parts.server.connections).toBe(3);
    expectFaultless(parts.server.kept);
  });

  test.each([
    ["BDAT", ["PIPELINING", "CHUNKING", "8BITMIME", "SMTPUTF8"], 12],
    ["DATA", ["PIPELINING", "8BITMIME", "SMTPUTF8"], 6],
    ["single commands", [], 3],
  ])("with a depth of 4 gives everybody one copy by %s", async (_way, extensions, mostOpen) => {
    let mails = 0;
    let most = 0;
    await using parts = await sending({
      readers: 60,
      script: {
        strict: true,
        extensions,
        mail: () => {
          mails += 1;
          most = Math.max(most, mails - parts.server.kept.length);
          return undefined;
        },
        dot: { afterMs: 5 },
      },
    });
    const { end, counts } = await run(parts, { depth: 4 });
    expect(end).toEqual({ status: "complete" });
    expect(counts).toMatchObject({ submitted: 60 });
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(60)));
    expect(parts.server.connections).toBe(3);
    expect(most).toBeLessThanOrEqual(mostOpen);
    expectFaultless(parts.server.kept);
  });

  test("with a depth of 4 and links that break leaves nobody out and names those it cannot know of", async () => {
    await using parts = await sending({
      readers: 60,
      script: {
        strict: true,
        extensions: ["PIPELINING", "CHUNKING"],
        dot: ({ message }) => (message % 17 === 0 ? { next: "reset", keep: message % 2 === 0 } : undefined),
      },
    });
    const { end, counts } = await run(parts, { depth: 4 });
    expect(end).toEqual({ status: "uncertain" });
    const ledger = await ledgerOf(parts);
    const uncertain = ledger.filter(([, state]) => state === "uncertain").map(([email]) => email);
    expect(counts.submitted + uncertain.length).toBe(60);
    const got = copies(parts.server.kept);
    expect(Object.values(got).filter((count) => count !== 1)).toEqual([]);
    expect(ledger.filter(([email, state]) => state === "submitted" && got[email ?? ""] !== 1)).toEqual([]);
    // Every broken link takes at most the messages that were on their way on it.
    expect(uncertain.length).toBeLessThanOrEqual(4 * (parts.server.connections - 2));
  });

  test("run again, is over: nothing is sent", async () => {
    await using parts = await sending({ readers: 3 });
    await run(parts);
    expect(await runMailing(parts.store, parts.mailing, options(parts.server))).toEqual({ status: "over" });
    expect(parts.server.kept).toHaveLength(3);
    expect(parts.server.connections).toBeLessThanOrEqual(3);
  });

  test("keeps to the pace: within the hour of one message an hour nobody else gets one", async () => {
    const stop = new AbortController();
    await using parts = await sending({ readers: 6 });
    const { end, counts } = await run(parts, { pace: { perHour: 1 }, signal: stop.signal }, (event) => {
      if (event.type === "progress" && event.counts.submitted === 1) stop.abort();
    });
    expect(end).toEqual({ status: "interrupted" });
    expect(counts).toMatchObject({ submitted: 1, pending: 5 });
    expect(parts.server.kept).toHaveLength(1);
  });

  test("a relay that hangs up on a session that waits for the pace costs nobody an attempt", async () => {
    await using parts = await sending({
      readers: 3,
      script: { dot: { say: "250 kept", keep: true, next: "end" } },
    });
    const { end } = await run(parts, { pace: { perSecond: 1 }, connections: 1, relayStepsMs: [10] });
    expect(end).toEqual({ status: "complete" });
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(3)));
    const page = { mailing: parts.mailing.id, states: ["submitted"], limit: 10 } as const;
    const attempts = (await listDeliveries(parts.store, page)).map((delivery) => delivery.attempts);
    expect(attempts).toEqual([1, 1, 1]);
  });

  test("goes on with the connections it gets when the relay allows fewer", async () => {
    let open = 0;
    await using parts = await sending({
      readers: 40,
      script: {
        connect: () => {
          open += 1;
          return open > 2 ? "421 4.7.0 Too many connections" : { say: "220 Hi", afterMs: 30 };
        },
        dot: { afterMs: 1 },
      },
    });
    const { end, events } = await run(parts, { connections: 5, relayStepsMs: [60_000] });
    expect(end).toEqual({ status: "complete" });
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(40)));
    expect(events.filter((event) => event.type === "relay-trouble")).toEqual([]);
    expectFaultless(parts.server.kept);
  });
});

describe("what the relay says", () => {
  test("450 once, then yes: the reader is deferred and tried again", async () => {
    const greeted = new Set<string>();
    await using parts = await sending({
      readers: 10,
      script: {
        rcpt: ({ line }) => (greeted.size === greeted.add(line).size ? undefined : "450 4.2.0 Greylisted"),
      },
    });
    const { end, counts, events } = await run(parts, { retry: { stepsMs: [800], giveUpMs: 10_000 } });
    expect(end).toEqual({ status: "complete" });
    expect(counts).toMatchObject({ submitted: 10, deferred: 0 });
    expect(events.some((event) => event.type === "waiting")).toBe(true);
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(10)));
    expectFaultless(parts.server.kept);
  });

  test("450 for ever: the reader is given up, the others are served", async () => {
    await using parts = await sending({
      readers: 4,
      script: { rcpt: ({ to }) => (to.startsWith("r2@") ? "450 4.2.2 Full" : undefined) },
    });
    const { end, counts } = await run(parts, { retry: { stepsMs: [10], giveUpMs: 30 } });
    expect(end).toEqual({ status: "complete" });
    expect(counts).toMatchObject({ submitted: 3, rejected: 1 });
    expect((await ledgerOf(parts))[1]).toEqual([
      "r2@example.org",
      "rejected",
      "Given up after 4 attempts. 450 4.2.2 Full",
    ]);
  });

  test("550 at RCPT: rejected and suppressed; 554 at the dot: rejected and not suppressed", async () => {
    await using parts = await sending({
      readers: 6,
      script: {
        rcpt: ({ to }) => (to.startsWith("r2@") ? "550 5.1.1 No such user" : undefined),
        dot: ({ to }) => (to.startsWith("r4@") ? "554 5.7.1 Looks like spam" : undefined),
      },
    });
    const { end } = await run(parts);
    expect(end).toEqual({ status: "complete" });
    expect(copies(parts.server.kept)).toEqual(oneEach([1, 3, 5, 6]));
    const rows = await ledgerOf(parts);
    expect(rows.filter(([, state]) => state !== "submitted")).toEqual([
      ["r2@example.org", "rejected", "550 5.1.1 No such user"],
      ["r4@example.org", "rejected", "554 5.7.1 Looks like spam"],
    ]);
    const suppressed = await parts.store.db.selectFrom("suppressions").select("email_key").execute();
    expect(suppressed).toEqual([{ email_key: "r2@example.org" }]);
    expectFaultless(parts.server.kept);
  });

  test.each(["mail", "data"] as const)(
    "5xx at %s: the run stops, says why, and changes nobody",
    async (step) => {
      await using parts = await sending({ readers: 20, script: { [step]: "550 5.7.1 You are blocked" } });
      const { end, counts, mailing } = await run(parts);
      expect(end).toMatchObject({
        status: "stopped",
        message: expect.stringContaining("550 5.7.1 You are blocked"),
      });
      expect(counts).toMatchObject({ pending: 20 });
      expect(mailing.state).toBe("paused");
      expect(parts.server.kept).toEqual([]);
      expect(parts.server.commands.filter((line) => line.startsWith("MAIL")).length).toBeLessThanOrEqual(3);
    },
  );

  test("421 to every message: backs off, then stops, and everybody is still to be sent", async () => {
    await using parts = await sending({ readers: 60, script: { mail: "421 4.3.0 Not now" } });
    const { end, counts, events } = await run(parts, { relayStepsMs: [10, 10, 10] });
    expect(end).toMatchObject({ status: "stopped", message: expect.stringContaining("421 4.3.0 Not now") });
    expect(counts).toMatchObject({ pending: 60 });
    expect(events.filter((event) => event.type === "relay-trouble")).toHaveLength(3);
  });

  test("an address that needs SMTPUTF8 is skipped by a relay without it, and sent by one with it", async () => {
    const before = (store: Parameters<typeof addReader>[0]) => addReader(store, { email: "zoë@example.org" });
    await using without = await sending({
      readers: 2,
      before,
      script: { extensions: ["PIPELINING", "8BITMIME"] },
    });
    expect((await run(without)).end).toEqual({ status: "complete" });
    expect((await ledgerOf(without))[2]).toEqual(["zoë@example.org", "skipped", "needs-smtputf8"]);
    expect(without.server.kept).toHaveLength(2);
    await using offering = await sending({ readers: 2, before });
    await run(offering);
    expect(copies(offering.server.kept)).toEqual({ ...oneEach([1, 2]), "zoë@example.org": 1 });
    expectFaultless(offering.server.kept);
  });
});
