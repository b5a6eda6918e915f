import { afterEach, describe, expect, test } from "@jest/globals";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "../support/smtp-server.ts";
import { sampleRelay } from "../transport/sample.ts";
import type { Store } from "../../src/store/store.ts";
import { addReader } from "../support/temp-store.ts";
import { keptBy, ledgerOf, oneEach, run, runRelay, sending, told, upTo } from "./sending.ts";

const servers: ScriptedServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serving(script: Script = {}): Promise<ScriptedServer> {
  const server = await startScriptedServer(script);
  servers.push(server);
  return server;
}

/** Time for what the test does in the middle: a message takes so many ms. */
const unhurried: Script = { dot: { afterMs: 5 } };

describe("a run with several relays", () => {
  test("has one ledger and follows the weights: nobody gets a second copy", async () => {
    await using parts = await sending({ readers: 200, script: unhurried });
    const second = await serving(unhurried);
    const relays = [
      { ...runRelay(parts.server, { name: "one" }), weight: 3 },
      runRelay(second, { name: "two", connections: 2, depth: 2 }),
    ];
    const { end, counts } = await run(parts, { relays });
    expect(end).toEqual({ status: "complete" });
    expect(counts).toMatchObject({ submitted: 200, uncertain: 0 });
    expect(keptBy(parts.server, second)).toEqual(oneEach(upTo(200)));
    expect(Math.abs(second.kept.length - 50)).toBeLessThanOrEqual(10);
  });

  test("does not wait for one whose own pace is slow", async () => {
    await using parts = await sending({ readers: 60 });
    const second = await serving();
    const relays = [runRelay(parts.server, { name: "one" }), runRelay(second, { name: "two" })];
    const pace = { relays: { one: { perHour: 2 } } };
    expect((await run(parts, { relays, pace })).end).toEqual({ status: "complete" });
    expect(parts.server.kept.length).toBeLessThanOrEqual(2);
    expect(keptBy(parts.server, second)).toEqual(oneEach(upTo(60)));
  });

  test("waits for no quota of another when deferred readers are due", async () => {
    const greylisted = new Set<string>();
    const script: Script = {
      ...unhurried,
      rcpt: ({ to }) => {
        if (!/^r[1-6]@/.test(to) || greylisted.has(to)) return undefined;
        greylisted.add(to);
        return "450 4.2.0 Greylisted";
      },
    };
    await using parts = await sending({ readers: 20, script });
    const second = await serving(script);
    const relays = [
      { ...runRelay(parts.server, { name: "one", connections: 5 }), weight: 9 },
      { ...runRelay(second, { name: "two", connections: 1 }), weight: 1 },
    ];
    const pace = { relays: { one: { perHour: 8 } } };
    const { end } = await run(parts, { relays, pace, retry: { stepsMs: [500], giveUpMs: 60_000 } });
    expect(end).toEqual({ status: "complete" });
    expect(keptBy(parts.server, second)).toEqual(oneEach(upTo(20)));
  });

  test.each<[string, Script]>([
    ["says no to every MAIL", { mail: "550 5.7.1 Not from you" }],
    ["does not know the password any more", { mail: "530 5.7.0 Log in first" }],
    ["turns us away", { connect: "554 5.7.1 Not you" }],
    ["has a policy against us, before it has seen a message", { rcpt: "550 5.7.1 Blocked by policy" }],
    ["knows no reader", { rcpt: "550 5.1.1 No such user" }],
  ])("goes on without a relay that %s", async (_, script) => {
    await using parts = await sending({ readers: 120, script: unhurried });
    const bad = await serving(script);
    const relays = [runRelay(bad, { name: "bad" }), runRelay(parts.server, { name: "good" })];
    const { end, counts, events } = await run(parts, { relays });
    expect(end).toEqual({ status: "complete" });
    // At most the ten that it takes to see it, and those on their way then.
    expect(counts.rejected).toBeLessThanOrEqual(13);
    expect(counts.submitted + counts.rejected).toBe(120);
    expect(parts.server.kept).toHaveLength(counts.submitted);
    expect(told(events, "relay-out")).toEqual([
      expect.objectContaining({ relay: "bad", left: ["good"], message: expect.stringContaining("bad (127") }),
    ]);
  });

  test("goes on without a relay that refuses the login, and never names the password", async () => {
    await using parts = await sending({ readers: 30, script: unhurried });
    const bad = await serving({
      extensions: ["AUTH PLAIN"],
      auth: ({ line }) => `535 5.7.8 Bad ${line}`,
    });
    const relay = sampleRelay(bad, { name: "bad", auth: { user: "ada", password: "hunter2x" } });
    const relays = [
      { ...runRelay(bad, { name: "bad" }), transport: smtpTransport(relay) },
      runRelay(parts.server),
    ];
    const { end, events } = await run(parts, { relays });
    expect(end).toEqual({ status: "complete" });
    expect(told(events, "relay-out")).toHaveLength(1);
    const words = JSON.stringify(events);
    expect(words).not.toContain("hunter2x");
    expect(words).not.toContain(Buffer.from("\0ada\0hunter2x").toString("base64"));
  });

  test("goes on without a relay that dies, and whom it had is sent through the other unless that is unclear", async () => {
    let dead = false;
    const isOut = Promise.withResolvers<void>();
    // The readers do not come to an end before the run has found out.
    const script: Script = { dot: () => (dead ? { until: isOut.promise } : { afterMs: 5 }) };
    await using parts = await sending({ readers: 150, script });
    const dies = await serving(unhurried);
    const relays = [
      runRelay(dies, { name: "dies" }),
      runRelay(parts.server, { name: "lives", timeouts: { dotMs: 60_000 } }),
    ];
    const { counts, events } = await run(parts, { relays, relayStepsMs: [5, 5] }, (event) => {
      if (event.type === "relay-out") isOut.resolve();
      if (dead || event.type !== "progress" || event.counts.submitted < 30) return;
      dead = true;
      dies.kill();
    });
    expect(dead).toBe(true);
    expect(counts.submitted + counts.uncertain).toBe(150);
    expect(counts.uncertain).toBeLessThanOrEqual(3);
    const all = keptBy(dies, parts.server);
    expect(Object.values(all).every((times) => times === 1)).toBe(true);
    expect(Object.keys(all).length).toBeGreaterThanOrEqual(counts.submitted);
    expect(told(events, "relay-trouble")[0]).toMatchObject({ relay: "dies", left: ["lives"] });
    expect(told(events, "relay-out")).toMatchObject([{ relay: "dies", left: ["lives"] }]);
  });

  const plain: Script = { extensions: ["PIPELINING", "8BITMIME"] };
  const beyondAscii = ["zoë@example.org", "josé@example.org", "łucja@example.org"];
  const withThem = async (store: Store) => {
    for (const email of beyondAscii) await addReader(store, { email });
  };
  const oneOfThemEach = Object.fromEntries(beyondAscii.map((email) => [email, 1]));

  test.each([1, 0])(
    "sends an address that needs SMTPUTF8 through a relay that offers it, of whatever weight (%i)",
    async (weight) => {
      await using parts = await sending({ readers: 12, script: plain, before: withThem });
      const able = await serving();
      const relays = [
        { ...runRelay(parts.server, { name: "plain" }), weight: 9 },
        { ...runRelay(able, { name: "able" }), weight },
      ];
      const { end, counts } = await run(parts, { relays });
      expect(end).toEqual({ status: "complete" });
      expect(counts).toMatchObject({ submitted: 15, skipped: 0 });
      expect(keptBy(parts.server, able)).toEqual({ ...oneEach(upTo(12)), ...oneOfThemEach });
      expect(keptBy(able)).toMatchObject(oneOfThemEach);
      if (weight === 0) expect(able.kept).toHaveLength(3);
    },
  );

  test("skips such an address when every relay has been seen not to take it", async () => {
    await using parts = await sending({ readers: 6, script: plain, before: withThem });
    const second = await serving(plain);
    const relays = [
      runRelay(parts.server, { name: "one" }),
      { ...runRelay(second, { name: "two" }), weight: 0 },
    ];
    const { end, counts } = await run(parts, { relays });
    expect(end).toEqual({ status: "complete" });
    expect(counts).toMatchObject({ submitted: 6, skipped: 3 });
    expect((await ledgerOf(parts)).slice(6)).toEqual(
      beyondAscii.map((email) => [email, "skipped", "needs-smtputf8"]),
    );
  });

  test("leaves such an address for the next send when the relay that may take it is out of this run", async () => {
    await using parts = await sending({ readers: 6, script: plain, before: withThem });
    const gone = await startScriptedServer();
    await gone.close();
    const relays = [runRelay(parts.server, { name: "plain" }), runRelay(gone, { name: "gone" })];
    const { end, counts } = await run(parts, { relays, relayStepsMs: [5, 5] });
    expect(counts).toMatchObject({ submitted: 6, pending: 3 });
    expect(end).toMatchObject({
      status: "stopped",
      permanent: false,
      message: expect.stringMatching(/3 readers .* SMTPUTF8[\s\S]*The relay gone \(127/),
    });
    const able = await serving();
    const again = [runRelay(parts.server, { name: "plain" }), runRelay(able, { name: "able" })];
    expect((await run(parts, { relays: again })).end).toEqual({ status: "complete" });
    expect(keptBy(able)).toEqual(oneOfThemEach);
  });

  test("stops when no relay is left, and says of each why", async () => {
    await using parts = await sending({ readers: 30, script: { mail: "550 5.7.1 Not from you" } });
    const second = await serving({ connect: "554 5.7.1 Not you" });
    const relays = [runRelay(parts.server, { name: "one" }), runRelay(second, { name: "two" })];
    const { end, counts, mailing } = await run(parts, { relays });
    expect(end).toMatchObject({ status: "stopped", permanent: true });
    const { message } = end as { message: string };
    expect(message).toMatch(/^No relay is left:\n/);
    expect(message).toContain("one (127.0.0.1:");
    expect(message).toContain("550 5.7.1 Not from you");
    expect(message).toContain("two (127.0.0.1:");
    expect(message).toContain("554 5.7.1 Not you");
    expect(counts).toMatchObject({ pending: 30, uncertain: 0 });
    expect(mailing.stoppedBy).toBe("relay");
  });

  test("may be tried again unasked when one of the relays was only away", async () => {
    await using parts = await sending({ readers: 10, script: { mail: "550 5.7.1 Not from you" } });
    const gone = await startScriptedServer();
    await gone.close();
    const relays = [runRelay(parts.server, { name: "one" }), runRelay(gone, { name: "two" })];
    const { end, mailing } = await run(parts, { relays, relayStepsMs: [5, 5] });
    expect(end).toMatchObject({ status: "stopped", permanent: false });
    expect(mailing.stoppedBy).toBeUndefined();
  });

  test("stops for what a relay says of the message itself: the other would not take it either", async () => {
    await using parts = await sending({ readers: 200, script: unhurried });
    const strict = await serving({ dot: "554 5.7.1 Message looks like spam" });
    const relays = [runRelay(strict, { name: "strict" }), runRelay(parts.server, { name: "other" })];
    const { end, counts } = await run(parts, { relays });
    expect(end).toMatchObject({
      status: "stopped",
      message: expect.stringContaining("strict"),
      remedy: expect.stringContaining("Another relay would hardly answer otherwise"),
    });
    expect(counts.pending).toBeGreaterThan(100);
    expect(counts.rejected).toBeLessThanOrEqual(13);
  });
});
