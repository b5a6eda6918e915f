import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import type { SpamAnswer } from "../../../../src/check/outside/spam/spam-filter.ts";
import { spamProgram } from "../../../../src/check/outside/spam/spam-program.ts";
import { spamd, whyNoSpamd } from "../../../../src/check/outside/spam/spamd.ts";

const program = "/usr/bin/spamassassin";
const daemon = "/usr/sbin/spamd";

/** The sample that every SpamAssassin counts 1000 points for (GTUBE). */
const gtube = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

function message(body: string): Buffer {
  const head = [
    "From: Ada <ada@news.example.org>",
    "To: reader@example.org",
    "Subject: What happened in the shop",
    "Date: Sun, 29 Nov 2026 14:00:00 +0000",
    "Message-ID: <0123456789abcdef0123@news.example.org>",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
  ];
  return Buffer.from([...head, "", body, ""].join("\r\n"));
}

function expectSpam(answer: SpamAnswer): void {
  if (answer.status === "failed") throw new Error(answer.words);
  const { score, threshold, hits } = answer.report;
  expect(threshold).toBe(5);
  expect(score).toBeGreaterThan(999);
  expect(hits.find(({ name }) => name === "GTUBE")).toEqual({
    name: "GTUBE",
    points: 1000,
    words: "Generic Test for Unsolicited Bulk Email",
  });
}

function expectHam(answer: SpamAnswer): void {
  if (answer.status === "failed") throw new Error(answer.words);
  expect(answer.report.score).toBeLessThan(2);
  expect(answer.report.hits.map(({ name }) => name)).toContain("NO_RELAYS");
}

// Installed with: apt-get install spamassassin spamd
(existsSync(program) ? describe : describe.skip)("the real program spamassassin", () => {
  test("scores a message, and lists what it counts", async () => {
    const filter = spamProgram(program);
    expectSpam(await filter.score(message(gtube)));
    expectHam(await filter.score(message("The press stands still. 1.0 MILLION letters.")));
  });
});

(existsSync(daemon) ? describe : describe.skip)("the real spamd", () => {
  test("scores a message, and lists what it counts", async () => {
    const port = await freePort();
    const place = { host: "127.0.0.1", port };
    const args = [
      "-L",
      "-m",
      "1",
      "-i",
      "127.0.0.1",
      "-p",
      String(port),
      "--nouser-config",
      "--syslog=stderr",
    ];
    const running = spawn(daemon, args, { stdio: "ignore" });
    try {
      for (let tries = 0; tries < 400 && (await whyNoSpamd(place)) !== undefined; tries += 1) await wait(100);
      expectSpam(await spamd(place).score(message(gtube)));
      expectHam(await spamd(place).score(message("The press stands still.")));
    } finally {
      running.kill();
      if (running.exitCode === null) await once(running, "exit");
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
