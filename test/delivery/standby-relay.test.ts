import { describe, expect, test } from "@jest/globals";
import { type Script, startScriptedServer } from "../support/smtp-server.ts";
import { keptBy, oneEach, run, runRelay, sending, told, upTo } from "./sending.ts";

/** No relay is out before another one has got through what a test waits for. */
const manySteps: readonly number[] = Array.from({ length: 1_000 }, () => 30);

describe("a run with a standby", () => {
  test("leaves a standby alone, without a connection, while the other works", async () => {
    await using parts = await sending({ readers: 30 });
    await using standby = await startScriptedServer();
    const relays = mainAndStandby(parts.server, standby);
    expect((await run(parts, { relays })).end).toEqual({ status: "complete" });
    expect(standby.connections).toBe(0);
    expect(parts.server.kept).toHaveLength(30);
  });

  test("gives a standby the readers when the quota of the only other relay is used up", async () => {
    await using parts = await sending({ readers: 30 });
    await using standby = await startScriptedServer();
    const relays = mainAndStandby(parts.server, standby);
    const pace = { relays: { main: { perHour: 8 } } };
    expect((await run(parts, { relays, pace })).end).toEqual({ status: "complete" });
    expect(parts.server.kept).toHaveLength(8);
    expect(keptBy(parts.server, standby)).toEqual(oneEach(upTo(30)));
  });

  test("gives a standby nobody when the quota of all mail is used up, or the others only keep their spaces", async () => {
    await using parts = await sending({ readers: 12 });
    await using standby = await startScriptedServer();
    const relays = mainAndStandby(parts.server, standby);
    const stop = new AbortController();
    const pace = { perHour: 8, relays: { main: { perSecond: 20 } } };
    const { counts } = await run(parts, { relays, pace, signal: stop.signal }, (event) => {
      if (event.type === "pace-used-up") setTimeout(() => stop.abort(), 1_500);
    });
    expect(counts).toMatchObject({ submitted: 8, pending: 4 });
    expect(standby.connections).toBe(0);
  });

  test("gives a standby the readers while the only other relay is away, and takes that back when it returns", async () => {
    let state: "there" | "away" | "back" = "there";
    const servesAgain = Promise.withResolvers<void>();
    const away = () =>
      state === "away" ? ({ say: "421 4.3.2 Restarting", next: "end" } as const) : undefined;
    await using main = await startScriptedServer({
      connect: away,
      mail: () => {
        if (state === "back") servesAgain.resolve();
        return away();
      },
      dot: ({ message }) => {
        if (message === 20) state = "away";
        return away();
      },
    });
    // Its first message brings the other one back, and it answers for no more of them until that one serves again.
    const script: Script = {
      dot: ({ message }) => {
        if (message > 1) return { until: servesAgain.promise };
        state = "back";
        return undefined;
      },
    };
    await using parts = await sending({ readers: 100, script });
    const held = { timeouts: { dotMs: 60_000 } };
    const relays = mainAndStandby(main, parts.server, held);
    const { end, events } = await run(parts, { relays, relayStepsMs: manySteps });
    expect(end).toEqual({ status: "complete" });
    expect(keptBy(main, parts.server)).toEqual(oneEach(upTo(100)));
    expect(parts.server.kept.length).toBeGreaterThan(0);
    // The first, and those that were on their way on each of its connections.
    expect(parts.server.kept.length).toBeLessThanOrEqual(4);
    expect(told(events, "relay-back")).toMatchObject([{ relay: "main" }]);
    expect(told(events, "relay-out")).toEqual([]);
  });
});

type Server = Parameters<typeof runRelay>[0];

function mainAndStandby(main: Server, standby: Server, ofStandby: Parameters<typeof runRelay>[1] = {}) {
  return [
    runRelay(main, { name: "main" }),
    { ...runRelay(standby, { name: "standby", ...ofStandby }), weight: 0 },
  ];
}
