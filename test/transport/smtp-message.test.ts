import { describe, expect, test } from "@jest/globals";
import type { Outcome } from "../../src/model/outcome.ts";
import type { RelayTimeouts } from "../../src/model/relay.ts";
import type { Action, Script } from "../support/smtp-server.ts";
import { opening } from "./opening.ts";
import { sampleMessage } from "./sample.ts";

const opened = opening();
const start = (script: Script, timeouts: Partial<RelayTimeouts> = {}) => opened(script, { timeouts });

async function one(script: Script, timeouts: Partial<RelayTimeouts> = {}) {
  const { server, session } = await start(script, timeouts);
  const outcome = await session.submit(sampleMessage());
  return { server, session, outcome };
}

const plain = { extensions: [] };
const ways = [
  ["in one write", {}],
  ["one by one", plain],
] as const;

describe.each(ways)("A message whose commands go %s", (_way, base) => {
  test("is submitted with the relay's own words, byte for byte", async () => {
    const { server, session, outcome } = await one(base);
    expect(outcome).toEqual({ status: "submitted", reply: "250 2.0.0 Ok: queued as 1" });
    expect(server.kept).toEqual([
      { envelope: { from: "bounce@example.org", to: ["reader1@example.org"] }, bytes: sampleMessage().bytes },
    ]);
    expect(session.usable).toBe(true);
  });

  test("that is refused at RCPT leaves the session good for the next reader", async () => {
    const { server, session } = await start({
      ...base,
      rcpt: ({ to }) => (to.startsWith("reader2@") ? "550 5.1.1 No such user" : undefined),
    });
    const statuses = [];
    for (const number of [1, 2, 3]) statuses.push(await session.submit(sampleMessage(number)));
    expect(statuses.map((outcome) => outcome.status)).toEqual(["submitted", "rejected", "submitted"]);
    expect(statuses[1]).toEqual({
      status: "rejected",
      stage: "rcpt",
      because: "mailbox",
      reply: "550 5.1.1 No such user",
    });
    expect(server.kept.map(({ envelope }) => envelope.to[0])).toEqual([
      "reader1@example.org",
      "reader3@example.org",
    ]);
    expect(server.connections).toBe(1);
    expect(server.commands.filter((line) => line === "RSET")).toHaveLength(1);
  });

  test("that is refused at the dot leaves the session good for the next reader", async () => {
    const { session, server } = await start({
      ...base,
      dot: ({ message }) => (message === 1 ? "554 5.7.1 Looks like spam" : undefined),
    });
    expect(await session.submit(sampleMessage(1))).toMatchObject({
      status: "rejected",
      because: "sender",
      stage: "dot",
    });
    expect(await session.submit(sampleMessage(2))).toMatchObject({ status: "submitted" });
    expect(server.kept).toHaveLength(1);
  });

  test.each<[string, Script, Partial<Outcome>]>([
    ["450 at RCPT", { rcpt: "450 4.2.1 Greylisted" }, { status: "deferred", stage: "rcpt" }],
    ["451 at the dot", { dot: "451 4.3.0 Later" }, { status: "deferred", stage: "dot" }],
    ["451 at MAIL", { mail: "451 4.3.0 Disk is full" }, { status: "unsent", stage: "mail" }],
    ["451 at DATA", { data: "451 4.3.0 Disk is full" }, { status: "unsent", stage: "data" }],
    ["550 at MAIL", { mail: "550 5.7.1 Not you" }, { status: "refused", stage: "mail" }],
    ["554 at DATA", { data: "554 5.5.1 No" }, { status: "refused", stage: "data" }],
    ["421 at MAIL", { mail: "421 4.3.2 Bye" }, { status: "unsent", stage: "mail" }],
    ["421 at RCPT", { rcpt: "421 4.3.2 Bye" }, { status: "unsent", stage: "rcpt" }],
    ["421 at DATA", { data: "421 4.3.2 Bye" }, { status: "unsent", stage: "data" }],
    ["421 at the dot", { dot: "421 4.3.2 Bye" }, { status: "deferred", stage: "dot" }],
  ])("meets %s as the table says", async (fault, script, expected) => {
    const { outcome, server, session } = await one({ ...base, ...script });
    expect(outcome).toMatchObject(expected);
    expect(server.kept).toHaveLength(0);
    if (fault.startsWith("421") || outcome.status === "unsent") expect(session.usable).toBe(false);
  });

  const lost: readonly [string, Action][] = [
    ["closed", { next: "end" }],
    ["reset", { afterMs: 20, next: "reset" }],
    ["answered with garbage", { say: "hello there" }],
    ["answered with a reply that does not fit", { say: "334 Password" }],
    ["answered with a cut reply and closed", { say: "25", raw: true, next: "end" }],
    ["answered without end", { say: `250-${"x".repeat(500)}\r\n`.repeat(200), next: "silence" }],
  ];
  describe.each(lost)("when the link is %s", (_kind, action) => {
    test.each(["mail", "rcpt", "data"] as const)("at %s, is unsent and may be tried again", async (stage) => {
      const { outcome, server, session } = await one({ ...base, [stage]: action });
      expect(outcome).toMatchObject({ status: "unsent", stage });
      expect(session.usable).toBe(false);
      expect(server.kept).toHaveLength(0);
    });

    test.each([true, false])("after the dot, is uncertain (kept by the relay: %s)", async (keep) => {
      const { outcome, server, session } = await one({ ...base, dot: { ...action, keep } });
      expect(outcome.status).toBe("uncertain");
      expect(session.usable).toBe(false);
      expect(server.kept).toHaveLength(keep ? 1 : 0);
    });
  });

  test.each(["mail", "rcpt", "data"] as const)("waits for an answer to %s only so long", async (stage) => {
    // EHLO and the commands before have to be answered within the same time.
    const timeouts = stage === "data" ? { dataMs: 150 } : { commandMs: 1_000 };
    const { outcome, session } = await one({ ...base, [stage]: { next: "silence" } }, timeouts);
    expect(outcome).toMatchObject({ status: "unsent", stage });
    expect(session.usable).toBe(false);
  });

  test("is uncertain when there is no answer to the dot in time", async () => {
    const { outcome } = await one({ ...base, dot: { next: "silence", keep: true } }, { dotMs: 150 });
    expect(outcome).toEqual({
      status: "uncertain",
      reason: "After the whole message was sent, there was no answer within 150 ms (dot).",
    });
  });

  test("is bounded as a whole although every byte of an answer comes in time", async () => {
    const drip = { say: `250 ${"z".repeat(4000)}`, dripMs: 20 };
    const { outcome } = await one({ ...base, rcpt: drip }, { messageMs: 300, commandMs: 60_000 });
    expect(outcome).toMatchObject({ status: "unsent", stage: "rcpt" });
  });

  test("is uncertain when the whole takes too long after the dot", async () => {
    const drip = { say: `250 ${"z".repeat(4000)}`, dripMs: 20, keep: true };
    const { outcome } = await one({ ...base, dot: drip }, { messageMs: 60_000, dotMs: 300 });
    expect(outcome.status).toBe("uncertain");
  });

  test("takes answers in single bytes and in several lines", async () => {
    const { outcome } = await one({
      ...base,
      mail: { say: "250-2.1.0 first\r\n250-2.1.0 second\r\n250 2.1.0 last", dripMs: 0 },
      dot: { say: "250-2.0.0 Ok\r\n250 2.0.0 queued as 7", dripMs: 0, keep: true },
    });
    expect(outcome).toEqual({ status: "submitted", reply: "250 2.0.0 Ok queued as 7" });
  });
});

describe("Between the commands and the dot", () => {
  test("a link that is lost in the middle of the body leaves the message unsent", async () => {
    const { session, server } = await start({ body: { afterBytes: 1000, step: { next: "reset" } } });
    const outcome = await session.submit(sampleMessage(1, "0123456789abcdef\r\n".repeat(1_000_000)));
    expect(outcome).toMatchObject({ status: "unsent", stage: "body" });
    expect(server.kept).toHaveLength(0);
  });

  test.each([
    ["552 5.3.4 Too big", { status: "refused", stage: "body" }],
    ["554 5.7.1 Virus found", { status: "rejected", stage: "body", because: "sender" }],
    ["452 4.3.1 Disk is full", { status: "deferred", stage: "body" }],
    ["421 4.3.2 Shutting down", { status: "unsent", stage: "body" }],
    ["250 2.0.0 Fine already", { status: "unsent", stage: "body" }],
  ])("an early %s ends the link before the dot", async (say, expected) => {
    const { session, server } = await start({ body: { afterBytes: 100, step: { say, next: "silence" } } });
    const outcome = await session.submit(sampleMessage(1, "0123456789abcdef\r\n".repeat(1_000_000)));
    expect(outcome).toMatchObject(expected);
    expect(session.usable).toBe(false);
    expect(server.kept).toHaveLength(0);
  });

  test("a relay that says 250 right after 354 is not believed", async () => {
    const { outcome, server } = await one({ data: "354 Go ahead\r\n250 2.0.0 Ok: queued" });
    expect(outcome).toMatchObject({ status: "unsent", stage: "body" });
    expect(server.kept).toHaveLength(0);
  });

  test("a relay that stops reading is left when it has taken nothing for too long", async () => {
    const { session } = await start({ sipMs: 60_000 }, { dataMs: 300 });
    const outcome = await session.submit(sampleMessage(1, "0123456789abcdef\r\n".repeat(2_000_000)));
    expect(outcome).toMatchObject({ status: "unsent", stage: "body" });
  });

  test("five megabytes reach a slow reader unchanged", async () => {
    const { session, server } = await start({ sipMs: 2 }, { dotMs: 20_000 });
    const message = sampleMessage(1, `${"0123456789".repeat(7)}\r\n`.repeat(72_000));
    expect(await session.submit(message)).toMatchObject({ status: "submitted" });
    expect(server.kept[0]?.bytes.equals(message.bytes)).toBe(true);
  });
});

describe("Commands in one write", () => {
  test("end the empty message of a relay that says 354 after it refused the reader", async () => {
    const { server, session } = await start({
      rcpt: ({ to }) => (to.startsWith("reader1@") ? "550 5.1.1 No such user" : undefined),
      data: "354 Go ahead anyway",
    });
    expect(await session.submit(sampleMessage(1))).toMatchObject({ status: "rejected", because: "mailbox" });
    expect(await session.submit(sampleMessage(2))).toMatchObject({ status: "submitted" });
    expect(server.kept.map(({ bytes, envelope }) => [envelope.to.length, bytes.length > 0])).toEqual([
      [0, false],
      [1, true],
    ]);
  });

  test("keep the refusal when the link is lost after the empty message", async () => {
    const { outcome, session } = await one({
      rcpt: "450 4.2.0 Later",
      data: "354 Go ahead anyway",
      dot: { next: "reset" },
    });
    expect(outcome).toMatchObject({ status: "deferred", stage: "rcpt" });
    expect(session.usable).toBe(false);
  });

  test("keep the refusal when the link is lost before the answer to DATA", async () => {
    const { outcome, session } = await one({ rcpt: "550 5.1.1 No such user", data: { next: "end" } });
    expect(outcome).toMatchObject({ status: "rejected", because: "mailbox" });
    expect(session.usable).toBe(false);
  });

  test("give nothing to a relay that refused MAIL and accepts DATA", async () => {
    const { outcome, server, session } = await one({
      mail: "550 5.7.1 Not you",
      rcpt: "250 Ok",
      data: "354 Go",
    });
    expect(outcome).toMatchObject({ status: "refused", stage: "mail" });
    expect(session.usable).toBe(false);
    expect(server.kept).toHaveLength(0);
  });

  test("start the next reader afresh after a refused DATA", async () => {
    const { server, session } = await start({
      data: ({ message }) => (message === 1 ? "554 5.5.0 No" : undefined),
    });
    expect(await session.submit(sampleMessage(1))).toMatchObject({ status: "refused" });
    expect(await session.submit(sampleMessage(2))).toMatchObject({ status: "submitted" });
    expect(server.commands.slice(-5)).toEqual([
      "DATA",
      "RSET",
      "MAIL FROM:<bounce@example.org>",
      "RCPT TO:<reader2@example.org>",
      "DATA",
    ]);
  });

  test("are given up when RSET is refused", async () => {
    const { session } = await start({ rcpt: "550 5.1.1 No", rset: "500 5.5.1 What?" });
    expect(await session.submit(sampleMessage(1))).toMatchObject({ status: "rejected" });
    expect(await session.submit(sampleMessage(2))).toMatchObject({ status: "unsent", stage: "mail" });
    expect(session.usable).toBe(false);
  });
});
