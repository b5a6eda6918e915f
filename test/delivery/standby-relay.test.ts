import { describe, expect, test } from "@jest/globals";
import { type Script, startScriptedServer } from "../support/smtp-server.ts";
import { keptBy, oneEach, run, runRelay, sending, told, upTo } from "./sending.ts";

/** Time for what the test does in the middle: a message takes so many ms. */
const unhurried: Script = { dot: { afterMs: 5 } };

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
    let away = false;
    let turnedAway = 0;
    await using main = await startScriptedServer({
      dot: ({ message }) => {
        if (message === 20) away = true;
        return away ? { say: "421 4.3.2 Restarting", next: "end" } : { afterMs: 5 };
      },
      mail: () => (away ? { say: "421 4.3.2 Restarting", next: "end" } : undefined),
      connect: () => {
        if (!away) return undefined;
        turnedAway += 1;
        if (turnedAway === 5) away = false;
        return "421 4.3.2 Restarting";
      },
    });
    await using parts = await sending({ readers: 300, script: unhurried });
    const relays = [
      runRelay(main, { name: "main" }),
      { ...runRelay(parts.server, { name: "standby" }), weight: 0 },
    ];
    const { end, events } = await run(parts, { relays });
    expect(end).toEqual({ status: "complete" });
    expect(keptBy(main, parts.server)).toEqual(oneEach(upTo(300)));
    expect(parts.server.kept.length).toBeGreaterThan(0);
    expect(main.kept.length).toBeGreaterThan(parts.server.kept.length);
    expect(told(events, "relay-back")).toMatchObject([{ relay: "main" }]);
    expect(told(events, "relay-out")).toEqual([]);
  });
});

type Server = Parameters<typeof runRelay>[0];

function mainAndStandby(main: Server, standby: Server) {
  return [runRelay(main, { name: "main" }), { ...runRelay(standby, { name: "standby" }), weight: 0 }];
}
