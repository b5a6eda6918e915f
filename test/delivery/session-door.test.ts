import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "@jest/globals";
import { type Clock, systemClock } from "../../src/base/clock.ts";
import { SessionDoor } from "../../src/delivery/relays/session-door.ts";
import type { RelayTimeouts } from "../../src/model/relay.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import type { RelayFault, Session } from "../../src/transport/transport.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "../support/smtp-server.ts";
import { sampleMessage, sampleRelay } from "../transport/sample.ts";

const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function scripted(script: Script = {}): Promise<ScriptedServer> {
  const server = await startScriptedServer(script);
  cleanups.push(() => server.close());
  return server;
}

function doorTo(
  server: { readonly port: number },
  stepsMs: readonly number[] = [20, 20, 20],
  {
    connections = 5,
    depth = 1,
    timeouts = {},
    clock = systemClock,
    opened = () => undefined,
  }: {
    readonly connections?: number;
    readonly depth?: number;
    readonly timeouts?: Partial<RelayTimeouts>;
    readonly clock?: Clock;
    readonly opened?: (stop: AbortController) => void;
  } = {},
) {
  const reports: RelayFault[] = [];
  const stop = new AbortController();
  cleanups.push(() => stop.abort());
  const door = new SessionDoor({
    transport: smtpTransport(sampleRelay(server, { depth, timeouts })),
    connections,
    clock,
    stepsMs,
    report: (fault) => reports.push(fault),
    opened: () => opened(stop),
  });
  return { door, reports, stop };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

async function opened(door: SessionDoor<Session>, signal: AbortSignal): Promise<Session> {
  const session = await door.open(signal);
  if (session === undefined) throw new Error("the door gave no session");
  return session;
}

describe("the door to sessions", () => {
  test("fails at once when the relay was never reached", async () => {
    const server = await scripted();
    await server.close();
    const { door, reports, stop } = doorTo(server);
    await expect(door.open(stop.signal)).rejects.toMatchObject({ code: "transport/unreachable" });
    expect(reports).toEqual([]);
  });

  test("backs off when the relay is lost in the middle, once for all slots, and goes on when it is back", async () => {
    let down = false;
    const server = await scripted({
      connect: () => (down && reports.length < 3 ? "421 4.3.2 Restarting" : undefined),
    });
    const { door, reports, stop } = doorTo(server, [20, 20, 20, 20]);
    const sessions = await Promise.all([1, 2, 3, 4, 5].map(() => opened(door, stop.signal)));
    down = true;
    for (const session of sessions) {
      door.served(session);
      await door.close(session, "The relay left.");
    }
    const again = await Promise.all(sessions.map(() => opened(door, stop.signal)));
    expect(again.map((session) => session.usable)).toEqual([true, true, true, true, true]);
    expect(reports.map((fault) => fault.code)).toEqual(Array(3).fill("transport/turned-away"));
  });

  test("counts a failure once also for slots that come to it late: they wait for the same moment as the others", async () => {
    let down = false;
    let behindMs = 0;
    const server = await scripted({
      connect: ({ connection }) => (down && connection <= 10 ? "421 4.3.2 Restarting" : undefined),
    });
    const clock = { now: () => Date.now() - behindMs };
    const { door, stop } = doorTo(server, [200, 200, 200, 200], { clock });
    const sessions = await Promise.all([1, 2, 3, 4, 5].map(() => opened(door, stop.signal)));
    down = true;
    for (const session of sessions) {
      door.served(session);
      await door.close(session, "The relay left.");
    }
    const again = sessions.map(() => {
      behindMs += 40;
      return opened(door, stop.signal);
    });
    expect((await Promise.all(again)).map((session) => session.usable)).toEqual(Array(5).fill(true));
  });

  test("takes a failure for the relay's also while a session that has ended is not given back yet", async () => {
    const server = await scripted();
    const { door, reports, stop } = doorTo(server, [10], { connections: 2 });
    const one = await opened(door, stop.signal);
    const other = await opened(door, stop.signal);
    door.served(one);
    server.kill();
    await until(() => !one.usable && !other.usable);
    await door.close(one, "The relay left.");
    await expect(door.open(stop.signal)).rejects.toMatchObject({ code: "transport/unreachable" });
    expect(reports).toHaveLength(1);
  });

  test("gives up when the steps are used up, and tells every slot", async () => {
    const server = await scripted();
    const { door, reports, stop } = doorTo(server, [10, 10]);
    const session = await opened(door, stop.signal);
    await server.close();
    await door.close(session, "The relay left.");
    const answers = await Promise.allSettled([1, 2, 3].map(() => door.open(stop.signal)));
    expect(answers).toEqual(
      Array(3).fill({
        status: "rejected",
        reason: expect.objectContaining({ code: "transport/unreachable" }),
      }),
    );
    expect(reports.length).toBeLessThanOrEqual(2);
  });

  test("does not wait for a fault that waiting cannot mend", async () => {
    const server = await scripted({
      connect: ({ connection }) => (connection > 1 ? "554 5.7.1 Not you" : undefined),
    });
    const { door, reports, stop } = doorTo(server);
    await door.close(await opened(door, stop.signal));
    await expect(door.open(stop.signal)).rejects.toMatchObject({ permanent: true });
    expect(reports).toEqual([]);
  });

  test("lets a slot wait that the relay has no room for, even when the refusal comes first", async () => {
    const server = await scripted({
      connect: ({ connection }) =>
        connection > 2 ? "421 4.7.0 Too many connections" : { say: "220 Hi", afterMs: 60 },
    });
    const { door, reports, stop } = doorTo(server, [10_000]);
    const slots = [1, 2, 3, 4, 5].map(() => door.open(stop.signal));
    let open = 0;
    for (const slot of slots) void slot.then((session) => (open += session === undefined ? 0 : 1));
    while (open < 2) await sleep(5);
    stop.abort();
    const answers = await Promise.all(slots);
    expect(answers.filter((session) => session !== undefined).length).toBe(2);
    expect(reports).toEqual([]);
  });

  test("gives a slot that had to wait a session when the relay has room again", async () => {
    let room = false;
    const server = await scripted({
      connect: ({ connection }) => (connection === 1 || room ? undefined : "421 4.7.0 Too many connections"),
    });
    const { door, stop } = doorTo(server, [20]);
    await opened(door, stop.signal);
    const second = door.open(stop.signal);
    setTimeout(() => {
      room = true;
    }, 50);
    expect((await second)?.usable).toBe(true);
  });

  test("sends a slot away for good when the relay says so while another session works", async () => {
    const server = await scripted({
      connect: ({ connection }) => (connection === 1 ? undefined : "554 5.7.1 No"),
    });
    const { door, stop } = doorTo(server);
    await opened(door, stop.signal);
    expect(await door.open(stop.signal)).toBeUndefined();
  });

  test("counts sessions that end before the relay answers for anybody as trouble, and says so in the end", async () => {
    const server = await scripted({ mail: "421 4.3.0 Go away" });
    const { door, reports, stop } = doorTo(server, [10, 10]);
    const oneSession = async () => {
      const session = await opened(door, stop.signal);
      const outcome = await session.submit(sampleMessage());
      await door.close(session, outcome.status === "unsent" ? outcome.reason : undefined);
    };
    await oneSession();
    await oneSession();
    await oneSession();
    await expect(oneSession()).rejects.toMatchObject({ code: "delivery/relay-hangs-up" });
    expect(reports.map((fault) => fault.message)).toEqual([
      expect.stringContaining("421 4.3.0 Go away"),
      expect.stringContaining("421 4.3.0 Go away"),
    ]);
    expect(server.connections).toBe(3);
  });

  test("gives every session as many places as it takes messages, and opens no more sessions than it may", async () => {
    const server = await scripted({ extensions: ["PIPELINING", "CHUNKING"] });
    const { door, stop } = doorTo(server, [20], { connections: 2, depth: 3 });
    const places = await Promise.all(Array.from({ length: 6 }, () => opened(door, stop.signal)));
    expect(new Set(places).size).toBe(2);
    expect(server.connections).toBe(2);
    expect(await door.open(stop.signal)).toBeUndefined();
  });

  test("sends slots away for which a relay that takes fewer messages at once has no place", async () => {
    const server = await scripted({ extensions: [] });
    const { door, stop } = doorTo(server, [20], { connections: 2, depth: 4 });
    const places = await Promise.all(Array.from({ length: 8 }, () => door.open(stop.signal)));
    expect(places.filter((place) => place !== undefined)).toHaveLength(2);
    expect(server.connections).toBe(2);
  });

  test("gives places to all slots of two sessions that end within a moment", async () => {
    const server = await scripted({ extensions: ["PIPELINING", "CHUNKING"] });
    const { door, stop } = doorTo(server, [1_000], { connections: 2, depth: 2 });
    const places = await Promise.all([1, 2, 3, 4].map(() => opened(door, stop.signal)));
    const [one, other] = new Set(places);
    if (one === undefined || other === undefined) throw new Error("no two sessions");
    const again: Promise<Session>[] = [];
    for (const session of [one, other]) {
      door.served(session);
      for (const place of places.filter((each) => each === session)) await door.close(place, "Enough.");
      again.push(opened(door, stop.signal), opened(door, stop.signal));
      // Those of the second wait longer for their moment, and find both sessions open, with a place each.
      await sleep(60);
    }
    const usable = (await Promise.all(again)).map((session) => session.usable);
    expect(usable).toEqual([true, true, true, true]);
    expect(server.connections).toBe(4);
  });

  test("closes a session when the last one leaves it, and counts one broken link once", async () => {
    const server = await scripted({ extensions: ["PIPELINING", "CHUNKING"] });
    const { door, reports, stop } = doorTo(server, [20, 20], { connections: 1, depth: 3 });
    const places = await Promise.all([1, 2, 3].map(() => opened(door, stop.signal)));
    const [first, second, third] = places;
    if (first === undefined || second === undefined || third === undefined) throw new Error("no places");
    await door.close(first, "The relay left.");
    await door.close(second, "The relay left.");
    expect(third.usable).toBe(true);
    await door.close(third, "The relay left.");
    expect(third.usable).toBe(false);
    expect(reports).toHaveLength(1);
    expect((await opened(door, stop.signal)).usable).toBe(true);
    expect(server.connections).toBe(2);
  });

  test("gives up sessions that are being opened when nobody wants them any more, and leaves no connection behind", async () => {
    const server = await scripted({ connect: { say: "220 Hi", afterMs: 60_000 } });
    const { door, reports, stop } = doorTo(server, [20], {
      timeouts: { greetingMs: 120_000, commandMs: 120_000 },
    });
    const slots = [1, 2, 3].map(() => door.open(stop.signal));
    await until(() => server.open === 3);
    stop.abort();
    expect(await Promise.all(slots)).toEqual([undefined, undefined, undefined]);
    await until(() => server.open === 0);
    expect(reports).toEqual([]);
  });

  test("closes a session that opens at the moment when nobody wants it any more", async () => {
    const server = await scripted({ ehlo: { afterMs: 20 } });
    const { door, stop } = doorTo(server, [20], { opened: (all) => all.abort() });
    expect(await door.open(stop.signal)).toBeUndefined();
    await until(() => server.open === 0);
    expect(server.commands.at(-1)).toBe("QUIT");
    expect(server.connections).toBe(1);
  });

  test("opens nothing after it was told to stop", async () => {
    const server = await scripted();
    const { door, stop } = doorTo(server);
    stop.abort();
    expect(await door.open(stop.signal)).toBeUndefined();
    expect(server.connections).toBe(0);
  });
});
