import { describe, expect, test } from "@jest/globals";
import type { RelayTimeouts } from "../../src/model/relay.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { RelayFault } from "../../src/transport/transport.ts";
import { type Script, startScriptedServer } from "../support/smtp-server.ts";
import { chunking, email, keptBy, pipelining, sendAll, slowFirst, statuses } from "./in-flight.ts";
import { opening } from "./opening.ts";
import { sampleMessage, sampleRelay } from "./sample.ts";

const opened = opening();
const start = (script: Script, depth: number, timeouts: Partial<RelayTimeouts> = {}) =>
  opened(script, { depth, timeouts });

describe("The depth of a session", () => {
  test.each<[string, Script, number, number]>([
    ["neither PIPELINING nor CHUNKING", { extensions: [] }, 4, 1],
    ["CHUNKING without PIPELINING", { extensions: ["CHUNKING"] }, 4, 1],
    ["PIPELINING", { extensions: ["PIPELINING"] }, 1, 1],
    ["PIPELINING", { extensions: ["PIPELINING"] }, 4, 2],
    ["both", chunking, 1, 1],
    ["both", chunking, 4, 4],
    ["both, in small letters", { extensions: ["pipelining", "chunking"] }, 3, 3],
  ])("with a relay that offers %s (%#)", async (_name, script, wanted, depth) => {
    const { session, server } = await start(script, wanted);
    expect(session.depth).toBe(depth);
    expect(statuses(await sendAll(session, 5))).toEqual(Array(5).fill("submitted"));
    expect(keptBy(server)).toEqual([1, 2, 3, 4, 5].map(email));
    const isByChunk = server.commands.some((line) => line.startsWith("BDAT"));
    expect(isByChunk).toBe(script !== pipelining && depth > 2);
    await session.close();
    expect(server.commands.at(-1)).toBe("QUIT");
  });

  test("is asked for only as long as somebody waits for the session", async () => {
    const stop = new AbortController();
    let asked = 0;
    const ehlo = () => {
      asked += 1;
      if (asked === 1) return undefined;
      stop.abort();
      return { next: "silence" } as const;
    };
    const server = await startScriptedServer({ ...chunking, ehlo });
    const relay = sampleRelay(server, { depth: 4, timeouts: { commandMs: 600_000 } });
    const tried = smtpTransport(relay).open(stop.signal);
    await expect(tried.finally(() => server.close())).rejects.toBeInstanceOf(RelayFault);
    expect(asked).toBe(2);
  });

  test("is what a session takes, and not one message more", async () => {
    const { session } = await start({ ...chunking, dot: { afterMs: 50 } }, 3);
    const sent = [1, 2, 3].map((number) => session.submit(sampleMessage(number)));
    await expect(session.submit(sampleMessage(4))).rejects.toThrow("takes 3 messages at a time");
    expect(statuses(await Promise.all(sent))).toEqual(Array(3).fill("submitted"));
  });
});

const ways = [
  ["by BDAT", chunking, 4],
  ["by DATA, the next envelope with the dot", pipelining, 2],
] as const;

describe.each(ways)("Messages that go %s", (_way, base, depth) => {
  test("arrive byte for byte, large ones too, and every answer stays with its own reader", async () => {
    const body = `${"0123456789abcdef\r\n".repeat(40_000)}a.\r\n=2E\r\n`;
    const { session, server } = await start(base, depth);
    const outcomes = await sendAll(session, 12, body);
    expect(outcomes).toEqual(
      Array.from({ length: 12 }, (_, at) => ({
        status: "submitted",
        reply: `250 2.0.0 Ok: queued as ${at + 1}`,
      })),
    );
    expect(server.kept.map(({ bytes }, at) => bytes.equals(sampleMessage(at + 1, body).bytes))).toEqual(
      Array(12).fill(true),
    );
    expect(server.connections).toBe(1);
  });

  test("keep their own return path and answer when every third is refused, deferred or taken", async () => {
    const { session, server } = await start(
      {
        ...base,
        rcpt: ({ to }) => (numberOf(to) % 3 === 1 ? `550 5.1.1 No ${to}` : undefined),
        dot: ({ to }) => (numberOf(to) % 3 === 2 ? `451 4.3.0 Later ${to}` : undefined),
      },
      depth,
    );
    const outcomes = await sendAll(session, 60);
    outcomes.forEach((outcome, at) => {
      const to = email(at + 1);
      const expected = [
        { status: "rejected", reply: `550 5.1.1 No ${to}` },
        { status: "deferred", reply: `451 4.3.0 Later ${to}` },
        { status: "submitted" },
      ][at % 3];
      expect(outcome).toMatchObject(expected ?? {});
    });
    expect(keptBy(server)).toEqual(Array.from({ length: 20 }, (_, at) => email(3 * (at + 1))));
    expect(server.connections).toBe(1);
  });

  test("stand apart when MAIL is refused for one of them", async () => {
    const { session, server } = await start(
      { ...base, mail: ({ message }) => (message === 2 ? "550 5.6.7 Not this one" : undefined) },
      depth,
    );
    expect(statuses(await sendAll(session, 4))).toEqual(["submitted", "rejected", "submitted", "submitted"]);
    expect(keptBy(server)).toEqual([1, 3, 4].map(email));
  });

  test("take answers in single bytes", async () => {
    const drip = { dripMs: 0, say: "250-2.0.0 so\r\n250 2.0.0 it is" };
    const { session } = await start({ ...base, mail: drip, rcpt: drip, dot: { ...drip, keep: true } }, depth);
    expect(statuses(await sendAll(session, 4))).toEqual(Array(4).fill("submitted"));
  });

  test("are all unsent when the link breaks before any of them was written", async () => {
    const { session, server } = await start(base, depth);
    server.kill();
    while (session.usable) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(statuses(await sendAll(session, 3))).toEqual(Array(3).fill("unsent"));
  });

  test("end without a stuck one when the session is closed under them", async () => {
    const { session } = await start({ ...base, rcpt: { next: "silence" } }, depth);
    const sent = Array.from({ length: depth }, (_, at) => session.submit(sampleMessage(at + 1)));
    await session.close();
    const ended = statuses(await Promise.all(sent));
    expect(ended.filter((status) => status !== "unsent" && status !== "uncertain")).toEqual([]);
    expect(session.usable).toBe(false);
  });

  test("wait for an answer only so long", async () => {
    const { session } = await start({ ...base, rcpt: { next: "silence" } }, depth, { commandMs: 1_000 });
    const ended = statuses(await sendAll(session, depth));
    expect(ended.filter((status) => status !== "unsent" && status !== "uncertain")).toEqual([]);
    expect(session.usable).toBe(false);
  });
});

describe("Behind a dot", () => {
  test("the next message has a time of its own, which begins when the dot is answered", async () => {
    const { session } = await start({ ...pipelining, dot: slowFirst }, 2, {
      messageMs: 2_400,
      dotMs: 20_000,
    });
    expect(statuses(await sendAll(session, 2))).toEqual(["submitted", "submitted"]);
  });

  test("the next envelope leaves before the dot is answered", async () => {
    const seen: string[] = [];
    const { session, server } = await start(
      {
        ...pipelining,
        dot: ({ message }) => ({ afterMs: message === 1 ? 100 : 0 }),
        mail: ({ line }) => note(line),
      },
      2,
    );
    function note(line: string): undefined {
      seen.push(line);
    }
    expect(statuses(await sendAll(session, 2))).toEqual(["submitted", "submitted"]);
    expect(server.commands.filter((line) => line === "RSET")).toEqual([]);
    expect(seen).toHaveLength(2);
  });

  test("a lost link makes that message uncertain, and the one whose envelope went with it is unsent", async () => {
    const { session } = await start({ ...pipelining, dot: { afterMs: 50, next: "reset" } }, 2);
    expect(statuses(await sendAll(session, 2))).toEqual(["uncertain", "unsent"]);
  });

  test("a 421 defers that message, and the one behind it is unsent", async () => {
    const { session } = await start({ ...pipelining, dot: "421 4.3.2 Going down" }, 2);
    expect(statuses(await sendAll(session, 2))).toEqual(["deferred", "unsent"]);
    expect(session.usable).toBe(false);
  });

  test("a relay that takes the next DATA although it refused its reader gets an empty message", async () => {
    const { session, server } = await start(
      {
        rcpt: ({ to }) => (to === email(2) ? "550 5.1.1 No" : undefined),
        data: ({ to }) => (to === "" ? "354 Go ahead anyway" : undefined),
      },
      2,
    );
    expect(statuses(await sendAll(session, 4))).toEqual(["submitted", "rejected", "submitted", "submitted"]);
    expect(keptBy(server)).toEqual([1, 3, 4].map(email));
  });
});

function numberOf(address: string): number {
  return Number(/\d+/.exec(address)?.[0] ?? Number.NaN);
}
