import { afterEach, describe, expect, test } from "@jest/globals";
import type { Press, PressSession } from "../../src/delivery/press/press.ts";
import type { PressWork } from "../../src/delivery/press/press-work.ts";
import { openPresses, type Presses } from "../../src/delivery/press/presses.ts";
import type { Relay } from "../../src/model/relay.ts";
import type { Started } from "../../src/store/ledger.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { RelayFault } from "../../src/transport/transport.ts";
import { ed25519Key, rsaKey, verify } from "../support/dkim-verifier.ts";
import { buildEdition, buildSender, fieldSlot, testKey } from "../support/message-builder.ts";
import { type Script, startScriptedServer } from "../support/smtp-server.ts";
import { sampleRelay } from "../transport/sample.ts";

/*
 * What a press promises, whichever thread it works in: the same suite for both.
 */
const keys = [rsaKey(), ed25519Key()];
const attachments = [
  {
    cid: "dot",
    filename: "dot.png",
    contentType: "image/png",
    bytes: Buffer.from("89504e470d0a1a0a", "hex"),
  },
];
const edition = buildEdition({ text: ["Hello ", fieldSlot("firstName", "plain", "you"), "."], attachments });
const work: PressWork = {
  editions: [edition],
  sender: buildSender(),
  names: { issue: "hello", list: "weekly", date: Date.UTC(2026, 8, 1) },
  key: testKey,
  signingKeys: keys.map(({ domain, selector, privateKeyPem }) => ({ domain, selector, privateKeyPem })),
};
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Half a character, which no link can hold. No import lets one in: it stands for a bug that only some readers meet. */
const unmakeable = { unsubscribeToken: "\ud800" } as const;

function reader(number: number, changes: Partial<Started> = {}): Started {
  return {
    subscriber: number,
    email: `r${number}@example.org`,
    fields: { firstName: `Reader ${number}` },
    unsubscribeToken: `token${number}`,
    variant: edition.variant,
    attempts: 1,
    waits: 0,
    ...changes,
  };
}

async function pressTo(
  threads: number,
  script: Script = {},
  changes: Parameters<typeof sampleRelay>[1] = {},
  works = work,
  missed: (message: string) => void = () => undefined,
) {
  const server = await startScriptedServer(script);
  cleanups.push(() => server.close());
  const relay: Relay = sampleRelay(server, changes);
  const transport = smtpTransport(relay);
  const presses: Presses = openPresses(works, [transport], threads, missed);
  cleanups.push(async () => presses[Symbol.asyncDispose]());
  return { server, press: presses.of(transport) };
}

async function opened(press: Press): Promise<PressSession> {
  const session = await press.open(new AbortController().signal);
  cleanups.push(() => session.close());
  return session;
}

describe.each([
  ["in this thread", 0],
  ["in threads of its own", 2],
])("A press %s", (_where, threads) => {
  test("makes, signs and hands over the message of each reader", async () => {
    const { server, press } = await pressTo(threads);
    const sessions = await Promise.all([opened(press), opened(press), opened(press)]);
    const outcomes = await Promise.all(sessions.map((session, index) => session.submit(reader(index + 1))));
    expect(outcomes.map(({ status }) => status)).toEqual(Array(3).fill("submitted"));
    expect(server.kept).toHaveLength(3);
    for (const { bytes, envelope } of server.kept) {
      expect(bytes.toString()).toContain(
        `Hello=20=\r\nReader ${/\d+/.exec(envelope.to[0] ?? "")?.[0]}=\r\n=2E`,
      );
      expect(bytes.toString()).toContain(attachments[0]?.bytes.toString("base64"));
      expect(await verify(bytes, keys)).toEqual(["pass", "pass"]);
    }
  });

  test("tells what the relay said, and takes the next reader", async () => {
    const { press } = await pressTo(threads, {
      rcpt: ({ to }) => (to.startsWith("r1@") ? "550 5.1.1 No such user" : undefined),
      dot: ({ to }) => (to.startsWith("r2@") ? "451 4.3.0 Later" : undefined),
    });
    const session = await opened(press);
    expect(await session.submit(reader(1))).toEqual({
      status: "rejected",
      stage: "rcpt",
      because: "mailbox",
      reply: "550 5.1.1 No such user",
    });
    expect(await session.submit(reader(2))).toMatchObject({ status: "deferred", reply: "451 4.3.0 Later" });
    expect(await session.submit(reader(3))).toMatchObject({ status: "submitted" });
    expect(session.usable).toBe(true);
  });

  test("skips who cannot have a message, and no byte of it is sent", async () => {
    const { server, press } = await pressTo(threads, { extensions: ["PIPELINING"] });
    const session = await opened(press);
    expect(session.offersUtf8).toBe(false);
    expect(await session.submit(reader(1, { email: "a, b@example.org" }))).toEqual({
      status: "skipped",
      reason: "bad-address",
    });
    expect(await session.submit(reader(2, { email: "zoë@example.org" }))).toEqual({
      status: "skipped",
      reason: "needs-smtputf8",
    });
    expect(server.commands.filter((line) => line.startsWith("MAIL"))).toEqual([]);
  });

  test("gives a reader back for whom no message can be made by a bug of ours", async () => {
    const { server, press } = await pressTo(threads);
    const session = await opened(press);
    const submitted = session.submit(reader(1, { variant: "of-nobody" }));
    await expect(submitted).rejects.toMatchObject({ name: "PressFault" });
    expect(server.commands.filter((line) => line.startsWith("MAIL"))).toEqual([]);
    expect(await session.submit(reader(2))).toMatchObject({ status: "submitted" });
  });

  test("skips a reader of whose values no message can be made, and takes the next", async () => {
    const { server, press } = await pressTo(threads);
    const session = await opened(press);
    expect(await session.submit(reader(1, unmakeable))).toEqual({ status: "skipped", reason: "bad-values" });
    expect(server.commands.filter((line) => line.startsWith("MAIL"))).toEqual([]);
    expect(await session.submit(reader(2))).toMatchObject({ status: "submitted" });
  });

  test("does not skip everybody: ten such readers in a row are a bug of ours, and the tenth is given back", async () => {
    const { press } = await pressTo(threads);
    const session = await opened(press);
    const skip = async (from: number, to: number) => {
      for (let number = from; number <= to; number += 1)
        expect(await session.submit(reader(number, unmakeable))).toMatchObject({ status: "skipped" });
    };
    await skip(1, 9);
    expect(await session.submit(reader(10))).toMatchObject({ status: "submitted" });
    await skip(11, 19);
    await expect(session.submit(reader(20, unmakeable))).rejects.toMatchObject({ name: "PressFault" });
  });

  test("has as many messages on their way as the session takes, each with its own answer", async () => {
    const { server, press } = await pressTo(
      threads,
      {
        strict: true,
        extensions: ["PIPELINING", "CHUNKING"],
        dot: ({ to }) => ({ say: `250 taken ${to}`, keep: true }),
      },
      { depth: 8 },
    );
    const session = await opened(press);
    expect(session.depth).toBe(8);
    let next = 1;
    const places = Array.from({ length: 8 }, async () => {
      for (let number = next++; number <= 100; number = next++)
        expect(await session.submit(reader(number))).toEqual({
          status: "submitted",
          reply: `250 taken r${number}@example.org`,
        });
    });
    await Promise.all(places);
    expect(server.kept).toHaveLength(100);
  });

  test("knows that a reader is uncertain whose answer was lost, and that the session is over", async () => {
    const { press } = await pressTo(threads, { dot: { next: "reset" } });
    const session = await opened(press);
    expect(await session.submit(reader(1))).toMatchObject({ status: "uncertain" });
    expect(session.usable).toBe(false);
    expect(await session.submit(reader(2))).toMatchObject({ status: "unsent" });
  });

  test("notices a relay that hangs up on a session on which nothing is on its way", async () => {
    const { server, press } = await pressTo(threads);
    const session = await opened(press);
    expect(session.usable).toBe(true);
    server.kill();
    await session.ended;
    expect(session.usable).toBe(false);
  });

  test("says why a session cannot be opened", async () => {
    const { press } = await pressTo(threads, { connect: "554 5.3.2 No service" });
    const refused = press.open(new AbortController().signal);
    await expect(refused).rejects.toMatchObject({
      code: "transport/turned-away",
      message: expect.stringContaining("No service"),
      remedy: expect.stringMatching(/\w/),
    });
  });

  test("gives up an opening that nobody waits for any more", async () => {
    const { press } = await pressTo(threads, { connect: { next: "silence" } });
    const stop = new AbortController();
    const opening = press.open(stop.signal);
    stop.abort();
    await expect(opening).rejects.toBeInstanceOf(RelayFault);
  });
});

describe("A press thread", () => {
  test("that cannot begin is told at once, and where a session is asked for", async () => {
    const sender = { ...work.sender, siteUrl: "not an address" };
    const missed: string[] = [];
    const miss = (message: string) => missed.push(message);
    const { press } = await pressTo(2, {}, {}, { ...work, sender }, miss);
    for (let tries = 0; tries < 3; tries += 1)
      await expect(press.open(new AbortController().signal)).rejects.toMatchObject({
        code: "delivery/thread-died",
        permanent: true,
        message: expect.stringContaining("The site URL of the sender"),
      });
    expect(missed).toContainEqual(expect.stringContaining("The site URL of the sender"));
  });
});
