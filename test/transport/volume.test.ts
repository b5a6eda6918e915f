import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "@jest/globals";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { startInboxServer, startScriptedServer } from "../support/smtp-server.ts";
import { sampleMessage, sampleRelay } from "./sample.ts";

const smtpSink = "/usr/sbin/smtp-sink";
const children: ChildProcess[] = [];
const servers: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }
});

/** Dots everywhere but at the start of a line, the longest lines there may be, and every small size. */
function body(number: number): string {
  const longest = `${"x".repeat(1 + (number % 10))}${".".repeat(997)}`.slice(0, 998);
  return `a.\r\n ..\r\n=2E\r\n\r\n${longest}\r\n${"y".repeat(number)}\r\n`;
}

describe("One session", () => {
  test.each([true, false])("carries 400 messages unchanged (pipelining: %s)", async (pipelining) => {
    const server = await startInboxServer({ pipelining });
    servers.push(server);
    const session = await smtpTransport(sampleRelay(server)).open();
    for (let number = 1; number <= 400; number += 1) {
      const outcome = await session.submit(sampleMessage(number, body(number)));
      if (outcome.status !== "submitted") expect(outcome).toMatchObject({ status: "submitted" });
    }
    await session.close();
    expect(server.messages).toHaveLength(400);
    const changed = server.messages.filter(
      ({ bytes, envelope }, at) =>
        !bytes.equals(sampleMessage(at + 1, body(at + 1)).bytes) ||
        envelope.to[0] !== `reader${at + 1}@example.org`,
    );
    expect(changed).toEqual([]);
  });

  test("keeps every answer with its own reader when every third is refused, deferred or taken", async () => {
    const server = await startScriptedServer({
      rcpt: ({ message }) => (message % 3 === 1 ? `550 5.1.1 No reader ${message}` : undefined),
      data: ({ message }) => (message % 6 === 1 ? "354 Go ahead anyway" : undefined),
      dot: ({ message, to }) => (message % 3 === 2 && to !== "" ? `451 4.3.0 Later ${message}` : undefined),
    });
    servers.push(server);
    const session = await smtpTransport(sampleRelay(server)).open();
    for (let number = 1; number <= 300; number += 1) {
      const outcome = await session.submit(sampleMessage(number));
      const expected = [
        { status: "submitted" },
        { status: "rejected", reply: `550 5.1.1 No reader ${number}` },
        { status: "deferred", reply: `451 4.3.0 Later ${number}` },
      ][number % 3];
      expect(outcome).toMatchObject(expected ?? {});
    }
    await session.close();
    expect(server.connections).toBe(1);
    const readers = server.kept.filter(({ envelope }) => envelope.to.length > 0);
    expect(readers.map(({ envelope }) => envelope.to[0])).toEqual(
      Array.from({ length: 100 }, (_, at) => `reader${3 * (at + 1)}@example.org`),
    );
  });
});

(existsSync(smtpSink) ? describe : describe.skip)("postfix's smtp-sink", () => {
  test("takes 200 messages over three sessions", async () => {
    const port = await startSink();
    const transport = smtpTransport(sampleRelay({ port }));
    let next = 1;
    const statuses: string[] = [];
    await Promise.all(
      [1, 2, 3].map(async () => {
        const session = await transport.open();
        for (let number = next++; number <= 200; number = next++) {
          statuses.push((await session.submit(sampleMessage(number, body(number)))).status);
        }
        await session.close();
      }),
    );
    expect(statuses).toEqual(Array.from({ length: 200 }, () => "submitted"));
  });

  test("killed in the middle leaves at most one message a session uncertain, and the others unsent", async () => {
    const port = await startSink();
    const transport = smtpTransport(sampleRelay({ port }));
    const statuses: string[] = [];
    await Promise.all(
      [1, 2, 3].map(async (lane) => {
        const session = await transport.open();
        for (let number = lane; session.usable && number < 30_000; number += 3) {
          statuses.push((await session.submit(sampleMessage(number, body(number)))).status);
          if (statuses.length === 100) children[0]?.kill("SIGKILL");
        }
      }),
    );
    const lost = statuses.filter((status) => status !== "submitted");
    expect(statuses.length).toBeGreaterThanOrEqual(100);
    expect(lost.length).toBeLessThanOrEqual(3);
    expect(lost.filter((status) => status !== "uncertain" && status !== "unsent")).toEqual([]);
  });
});

/** Tries ports below those the system gives out, because smtp-sink cannot ask for a free one. */
async function startSink(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (await answers(port)) continue;
    // smtp-sink insists on another user when root starts it.
    const user = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
    const sink = spawn(smtpSink, [...user, `127.0.0.1:${port}`, "100"], { stdio: "ignore" });
    while (sink.exitCode === null && !(await answers(port))) await sleep(20);
    if (sink.exitCode !== null) continue;
    children.push(sink);
    return port;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
