import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import type { Script } from "../support/smtp-server.ts";
import { addReader } from "../support/temp-store.ts";
import { copies, oneEach, run, sending, upTo } from "./sending.ts";

/** Ends each connection after 25 to 29 messages, so that several end within a moment now and then. */
function tired(): Script {
  const begun = new Map<number, number>();
  return {
    extensions: ["PIPELINING", "CHUNKING"],
    dot: { afterMs: 1 },
    mail: ({ connection }) => {
      const messages = (begun.get(connection) ?? 0) + 1;
      begun.set(connection, messages);
      const enough = messages > 25 + ((connection * 7) % 5);
      return enough ? { say: "421 4.4.2 Enough for this connection", next: "end" } : undefined;
    },
  };
}

/** Takes the third connection and the fourth, and no other. */
const narrow: Script = {
  connect: ({ connection }) =>
    connection === 3 || connection === 4 ? undefined : { say: "421 4.7.0 Too many connections", next: "end" },
};

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

describe("a run and the connections of its relay", () => {
  test("leaves none behind, whenever it is stopped while they are being opened", async () => {
    for (const stopMs of [0, 20, 40, 60, 80, 100]) {
      // A relay that answers slowly, and each connection at another moment.
      const script: Script = {
        connect: ({ connection }) => ({ say: "220 Hi", afterMs: connection * 15 }),
        ehlo: { afterMs: 15 },
      };
      await using parts = await sending({ readers: 40, script });
      const stop = new AbortController();
      const ran = run(parts, { connections: 5, signal: stop.signal });
      await until(() => parts.server.connections === 5);
      await sleep(stopMs);
      stop.abort();
      const { counts } = await ran;
      await until(() => parts.server.open === 0);
      expect(counts).toMatchObject({ submitting: 0, uncertain: 0, submitted: parts.server.kept.length });
    }
  });

  test("at a slow pace are as many as messages are on their way, and not all there may be", async () => {
    await using parts = await sending({ readers: 10 });
    expect((await run(parts, { connections: 10, pace: { perSecond: 4 } })).end).toEqual({
      status: "complete",
    });
    expect(parts.server.connections).toBeLessThanOrEqual(4);
    const third = Promise.withResolvers<void>();
    const script: Script = {
      connect: ({ connection }) => {
        if (connection === 3) third.resolve();
        return undefined;
      },
      dot: { until: third.promise },
    };
    await using slow = await sending({ readers: 12, script });
    const changes = { connections: 12, pace: { perSecond: 10 }, timeouts: { dotMs: 10_000 } };
    expect((await run(slow, changes)).end).toEqual({ status: "complete" });
    expect(slow.server.connections).toBeGreaterThan(2);
    expect(copies(slow.server.kept)).toEqual(oneEach(upTo(12)));
  });

  test("are no more than a quota lets through, and are closed while it is waited for", async () => {
    await using parts = await sending({ readers: 10 });
    const stop = new AbortController();
    const changes = { connections: 10, pace: { perHour: 2 }, idleMs: 50, signal: stop.signal };
    const { counts } = await run(parts, changes, async (event) => {
      if (event.type !== "pace-used-up") return;
      await until(() => parts.server.open === 0);
      stop.abort();
    });
    expect(counts).toMatchObject({ submitted: 2, pending: 8 });
    expect(parts.server.connections).toBeLessThanOrEqual(2);
    expect(parts.server.commands.filter((line) => line === "QUIT")).toHaveLength(parts.server.connections);
  });

  test("goes on when the relay ends each connection after some messages, with several on their way", async () => {
    await using parts = await sending({ readers: 300, script: tired() });
    const changes = { connections: 4, depth: 4, relayStepsMs: [1_000, 1_000, 1_000, 1_000] };
    expect((await run(parts, changes)).end).toEqual({ status: "complete" });
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(300)));
  });

  test("uses up nothing of the pace for slots that the relay has no connection for", async () => {
    await using parts = await sending({
      readers: 60,
      script: narrow,
      before: async (store) => {
        for (const number of upTo(40)) await addReader(store, { email: `o${number}@o.example.org` });
      },
    });
    const pace = { perDay: 100, domains: [{ domains: ["o.example.org"], connections: 2 }] };
    const changes = { connections: 8, pace, relayStepsMs: Array(6).fill(300) };
    const { end, counts } = await run(parts, changes);
    expect(end).toEqual({ status: "complete" });
    expect(counts).toMatchObject({ submitted: 100 });
    expect(Object.values(copies(parts.server.kept))).toEqual(Array(100).fill(1));
  });
});
