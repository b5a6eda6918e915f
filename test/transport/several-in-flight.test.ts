import { afterEach, describe, expect, test } from "@jest/globals";
import type { Outcome } from "../../src/model/outcome.ts";
import type { RelayTimeouts } from "../../src/model/relay.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { RelayFault, type Session } from "../../src/transport/transport.ts";
import {
  type Moment,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from "../support/smtp-server.ts";
import { sampleMessage, sampleRelay } from "./sample.ts";

/*
 * Several messages on their way on one connection. The ways: BDAT to a relay with CHUNKING, and DATA with the next envelope
 * behind the dot to one with PIPELINING only.
 */
const open: (Session | ScriptedServer)[] = [];

afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close();
});

const chunking: Script = { extensions: ["PIPELINING", "CHUNKING", "8BITMIME", "SMTPUTF8"], strict: true };
const pipelining: Script = { strict: true };

async function start(script: Script, depth: number, timeouts: Partial<RelayTimeouts> = {}) {
  const server = await startScriptedServer(script);
  const session = await smtpTransport(sampleRelay(server, { depth, timeouts })).open();
  open.push(session, server);
  return { server, session };
}

/** Keeps the session full until `count` messages have their outcome; outcomes in the order of the numbers. */
async function sendAll(session: Session, count: number, body?: string): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 1;
  const places = Array.from({ length: session.depth }, async () => {
    for (let number = next++; number <= count; number = next++)
      outcomes[number - 1] = await session.submit(sampleMessage(number, body));
  });
  await Promise.all(places);
  return outcomes;
}

function statuses(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.map(({ status }) => status);
}

function keptBy(server: ScriptedServer): readonly (string | undefined)[] {
  return server.kept.filter(({ envelope }) => envelope.to.length > 0).map(({ envelope }) => envelope.to[0]);
}

const email = (number: number) => `reader${number}@example.org`;

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
    open.push(server);
    const relay = sampleRelay(server, { depth: 4, timeouts: { commandMs: 600_000 } });
    await expect(smtpTransport(relay).open(stop.signal)).rejects.toBeInstanceOf(RelayFault);
    expect(asked).toBe(2);
  });

  test("is what a session takes, and not one message more", async () => {
    const { session } = await start({ ...chunking, dot: { afterMs: 50 } }, 3);
    const sent = [1, 2, 3].map((number) => session.submit(sampleMessage(number)));
    await expect(session.submit(sampleMessage(4))).rejects.toThrow("takes 3 messages at a time");
    expect(statuses(await Promise.all(sent))).toEqual(Array(3).fill("submitted"));
  });
});

/** More than the kernel takes while nobody reads. */
const large = "0123456789abcdef\r\n".repeat(600_000);

/** A relay that looks through the first message for a while, and reads nothing meanwhile. */
function slowFirst({ message }: Moment) {
  return message === 1 ? ({ afterMs: 3_200, deaf: true } as const) : undefined;
}

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
    const { session } = await start({ ...base, rcpt: { next: "silence" } }, depth, { commandMs: 150 });
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

describe("With several messages by BDAT", () => {
  test("a lost link makes those uncertain that were handed over whole and not answered", async () => {
    const { session, server } = await start(
      { ...chunking, dot: ({ message }) => (message === 3 ? { next: "reset", keep: true } : undefined) },
      4,
    );
    const outcomes = statuses(await sendAll(session, 4));
    expect(outcomes).toEqual(["submitted", "submitted", "uncertain", "uncertain"]);
    expect(keptBy(server)).toEqual([1, 2, 3].map(email));
  });

  test("a lost link in the middle of a large message leaves that one unsent", async () => {
    const { session, server } = await start(
      { ...chunking, body: { afterBytes: 1000, step: { next: "reset" } } },
      2,
    );
    expect(await session.submit(sampleMessage(1, large))).toMatchObject({ status: "unsent" });
    expect(server.kept).toHaveLength(0);
  });

  test.each([
    ["MAIL", { mail: say421 }, "unsent"],
    ["RCPT", { rcpt: say421 }, "unsent"],
    ["the end", { dot: say421 }, "deferred"],
  ] as const)(
    "a 421 at %s of the second leaves those behind it unsent, since the relay answers for no more",
    async (_where, script, second) => {
      const { session, server } = await start({ ...chunking, ...script }, 4);
      expect(statuses(await sendAll(session, 4))).toEqual(["submitted", second, "unsent", "unsent"]);
      expect(keptBy(server)).toEqual([email(1)]);
      expect(session.usable).toBe(false);
    },
  );

  test("a relay that says 421 and still takes what was on its way is believed", async () => {
    const { session, server } = await start(
      {
        ...chunking,
        rcpt: ({ message }) => (message === 2 ? "421 4.3.2 After these" : undefined),
        quit: { next: "end" },
      },
      3,
    );
    expect(statuses(await sendAll(session, 3))).toEqual(["submitted", "unsent", "submitted"]);
    expect(keptBy(server)).toEqual([1, 3].map(email));
  });

  test("a temporary refusal of MAIL ends the session after those on their way have their answers", async () => {
    const { session, server } = await start(
      { ...chunking, mail: ({ message }) => (message === 2 ? "451 4.3.0 Disk" : undefined) },
      4,
    );
    expect(statuses(await sendAll(session, 4))).toEqual(["submitted", "unsent", "submitted", "submitted"]);
    expect(session.usable).toBe(false);
    expect(keptBy(server)).toEqual([1, 3, 4].map(email));
  });

  test("an answer that is none makes nobody unsent who may have a copy", async () => {
    const { session, server } = await start(
      { ...chunking, rcpt: ({ message }) => (message === 2 ? "354 What?" : undefined) },
      3,
    );
    const outcomes = statuses(await sendAll(session, 3));
    expect(keptBy(server)).toEqual([1, 3].map(email));
    expect(outcomes.slice(0, 2)).toEqual(["submitted", "uncertain"]);
    // Its answer may or may not have come before the link was cut.
    expect(["submitted", "uncertain"]).toContain(outcomes[2]);
  });

  test.each([
    ["a piece of the next", { dataMs: 2_400, dotMs: 20_000 }],
    ["the whole of the next", { messageMs: 2_400, dotMs: 20_000 }],
  ])("a relay that reads nothing while it thinks has its time for %s afterwards", async (_what, timeouts) => {
    const { session, server } = await start({ ...chunking, dot: slowFirst }, 2, timeouts);
    const sent = [sampleMessage(1), sampleMessage(2, large)].map((message) => session.submit(message));
    expect(statuses(await Promise.all(sent))).toEqual(["submitted", "submitted"]);
    expect(server.kept).toHaveLength(2);
  });

  test("a relay that reads nothing any more is given up when it owes no other answer", async () => {
    const deaf: Script = { ...chunking, body: { afterBytes: 1_000, step: { deaf: true, next: "silence" } } };
    const { session } = await start(deaf, 2, { dataMs: 300, messageMs: 20_000, dotMs: 20_000 });
    expect(await session.submit(sampleMessage(1, large))).toMatchObject({
      status: "unsent",
      reason: expect.stringContaining("the relay took no part of the message within 300 ms"),
    });
  });

  test("RSET stands between messages that follow each other, and not in front of a lone one", async () => {
    const { session, server } = await start(chunking, 3);
    expect((await session.submit(sampleMessage(1))).status).toBe("submitted");
    expect(server.commands).not.toContain("RSET");
    await sendAll(session, 3);
    expect(server.commands.filter((line) => line === "RSET")).toHaveLength(2);
  });

  test("a refused RSET is no reason to say that nobody has a copy", async () => {
    const { session, server } = await start({ ...chunking, rset: "500 5.5.1 What?" }, 2);
    const outcomes = statuses(await sendAll(session, 2));
    expect(keptBy(server)).toEqual([1, 2].map(email));
    expect(["submitted", "uncertain"]).toContain(outcomes[1]);
    expect(session.usable).toBe(false);
  });
});

function say421({ message }: { readonly message: number }) {
  return message === 2 ? ({ say: "421 4.3.2 Going down", next: "end" } as const) : undefined;
}

function numberOf(address: string): number {
  return Number(/\d+/.exec(address)?.[0] ?? Number.NaN);
}
