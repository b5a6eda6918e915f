import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { mailingId } from "../../src/model/mailing.ts";
import { countDeliveries } from "../../src/store/deliveries.ts";
import { findMailing } from "../../src/store/mailings.ts";
import { checkEml, checkMailing } from "../support/eml-checker.ts";
import type { Moment, ReceivedMessage, ScriptedServer } from "../support/smtp-server.ts";
import {
  connections,
  expectations,
  issue,
  letterpress,
  newsletter,
  relayWith,
  reported,
  start,
  storeOf,
  until,
} from "./newsletter.ts";
import { canHaveTerminal, openTerminal } from "./terminal.ts";

/*
 * Real processes, killed with SIGKILL at random moments, on a real store, against a real SMTP server. For a long run:
 * LETTERPRESS_KILLS=200 LETTERPRESS_READERS=5000 LETTERPRESS_SEED=7 npm test -- test/e2e/kill
 */
const kills = Number(process.env.LETTERPRESS_KILLS ?? 14);
const readers = Number(process.env.LETTERPRESS_READERS ?? 400);
const seed = Number(process.env.LETTERPRESS_SEED ?? Date.now() % 100_000);
const patience = Number(process.env.LETTERPRESS_PATIENCE_MS ?? 120_000 + kills * 5_000);

describe("A sender that is killed", () => {
  test(
    `${kills} times at any moment (seed ${seed}) reaches everybody once, and names the few it cannot know of`,
    async () => {
      const random = randomFrom(seed);
      const trap = { spring: (_moment: Moment): void => undefined };
      const slowly = (moment: Moment) => {
        trap.spring(moment);
        return { afterMs: 3 };
      };
      await using relay = await relayWith({ mail: hearing, rcpt: hearing, data: hearing, dot: slowly });
      const { server } = relay;
      await using project = await newsletter({ port: server.port, readers });
      function hearing(moment: Moment): undefined {
        trap.spring(moment);
      }

      await using store = await storeOf(project.root);
      const id = mailingId(issue, "weekly");
      let done = 0;
      let worstRound = 0;
      let uncertainBefore = 0;
      while (done < kills) {
        const sender = start(project.root, ["send", issue, "--yes"]);
        // One in four dies on its way up: reading, planning, freezing, claiming. The others with messages on their way.
        if (done % 4 === 3) void sleep(random() * 700).then(() => sender.child.kill("SIGKILL"));
        else {
          let left = Math.ceil((random() * 3.2 * readers) / kills);
          const delayMs = random() < 0.5 ? 0 : random() * 8;
          trap.spring = () => {
            left -= 1;
            if (left === 0) void sleep(delayMs).then(() => sender.child.kill("SIGKILL"));
          };
        }
        const { signal, err } = await sender.finished;
        trap.spring = () => undefined;
        expect(err).not.toMatch(/bug|\n {4}at /);
        if (signal !== "SIGKILL") break;
        done += 1;
        const { uncertain, submitting } = await countDeliveries(store, id);
        worstRound = Math.max(worstRound, uncertain + submitting - uncertainBefore);
        uncertainBefore = uncertain + submitting;
      }
      const last = await letterpress(project.root, "send", issue, "--yes");

      const report = await reported(project.root);
      const uncertain = (report?.deliveries ?? [])
        .filter(({ state }) => state === "uncertain")
        .map(({ email }) => email ?? "");
      const copies = copiesOf(server.kept);
      const everybody = Array.from({ length: readers }, (_, index) => `r${index + 1}@example.org`);
      const missing = everybody.filter((email) => !copies.has(email) && !uncertain.includes(email));
      const duplicates = [...copies].filter(([, count]) => count > 1);
      const strangers = [...copies.keys()].filter((email) => !everybody.includes(email));
      const bound = done * connections;
      process.stdout.write(
        table({
          seed,
          kills: done,
          readers,
          messages: server.kept.length,
          "exactly one copy": [...copies.values()].filter((count) => count === 1).length,
          duplicates: duplicates.length,
          missing: missing.length,
          "uncertain, named": uncertain.length,
          "of these with a copy": uncertain.filter((email) => copies.has(email)).length,
          "bound (kills x connections)": bound,
          "most in one kill (bound)": `${worstRound} (${connections})`,
        }),
      );
      expect({ missing, duplicates, strangers }).toEqual({ missing: [], duplicates: [], strangers: [] });
      expect(done).toBeGreaterThanOrEqual(Math.min(kills, 12));
      expect(uncertain.length).toBeLessThanOrEqual(bound);
      expect(worstRound).toBeLessThanOrEqual(connections);
      expect(report?.counts).toMatchObject({
        submitted: readers - uncertain.length,
        uncertain: uncertain.length,
      });
      expect(last.code).toBe(uncertain.length === 0 ? 0 : 1);
      for (const email of uncertain.slice(0, 50)) expect(last.err).toContain(email);
      const first = [...server.kept];
      expectFaultless(first);

      const resent = await letterpress(project.root, "send", issue, "--yes", "--uncertain", "resend");
      expect(resent.code).toBe(0);
      const again = server.kept.slice(first.length);
      expect(again.map(addressOf).sort()).toEqual([...uncertain].sort());
      for (const message of again) {
        const before = first.find((one) => addressOf(one) === addressOf(message));
        if (before !== undefined) expect(message.bytes.equals(before.bytes)).toBe(true);
      }
      expect(await reported(project.root)).toMatchObject({
        state: "finished",
        counts: { submitted: readers },
      });
    },
    patience,
  );

  test("is followed at once by the next one on the same machine, which says who is uncertain", async () => {
    await using relay = await relayWith({
      dot: ({ message }) => (message > 10 ? { next: "silence", keep: true } : {}),
    });
    await using project = await newsletter({ port: relay.server.port, readers: 30 });
    const first = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= 10 + connections);
    first.child.kill("SIGKILL");
    expect((await first.finished).signal).toBe("SIGKILL");
    await using other = await relayWith({});
    await project.write("letterpress.yaml", await withPort(project.root, relay.server, other.server));
    const next = await letterpress(project.root, "send", issue, "--yes");
    expect(next.code).toBe(1);
    expect(next.err).toContain(`${connections} readers of an interrupted send may or may not have a copy.`);
    expect(next.err).toContain("Decide for them: --uncertain resend");
    expect(other.server.kept).toHaveLength(30 - 10 - connections);
    const skipped = await letterpress(project.root, "send", issue, "--yes", "--uncertain", "skip");
    expect(skipped.code).toBe(0);
    expect(await reported(project.root)).toMatchObject({
      state: "finished",
      counts: { submitted: 30 - connections, skipped: connections },
    });
    expect(other.server.kept).toHaveLength(30 - 10 - connections);
  }, 60_000);

  test("when only those on their way are left, is followed by their names, without the relay, and by the decision", async () => {
    await using relay = await relayWith({
      dot: ({ message }) => (message > 6 ? { next: "silence", keep: false } : {}),
    });
    await using project = await newsletter({ port: relay.server.port, readers: 6 + connections });
    const first = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.commands.filter((line) => line === "DATA").length === 6 + connections);
    await sleep(50);
    first.child.kill("SIGKILL");
    await first.finished;
    const dry = await letterpress(project.root, "send", issue, "--dry-run");
    expect(dry.code).toBe(0);
    expect(await reported(project.root)).toMatchObject({
      state: "interrupted",
      counts: { submitting: connections },
      deliveries: [7, 8, 9, 10].map((number) => ({ email: `r${number}@example.org`, state: "submitting" })),
    });
    const { out } = await letterpress(project.root, "status");
    expect(out).toContain(`${issue} to weekly  interrupted, 10 readers`);
    for (const number of [7, 8, 9, 10]) expect(out).toContain(`submitting r${number}@example.org: since `);
    expect(out).toContain(`Go on with: npx letterpress send ${issue}\n`);
    await using other = await relayWith();
    await project.write("letterpress.yaml", await withPort(project.root, relay.server, other.server));
    const asked = await letterpress(project.root, "send", issue, "--yes");
    expect(asked.code).toBe(1);
    expect(asked.err).toContain(`${connections} readers may or may not have a copy`);
    for (const number of [7, 8, 9, 10]) expect(asked.err).toContain(`  r${number}@example.org\n`);
    expect(other.server.connections).toBe(0);
    const resent = await letterpress(project.root, "send", issue, "--yes", "--uncertain", "resend");
    expect(resent.code).toBe(0);
    expect([...copiesOf(other.server.kept).keys()].sort()).toEqual(
      [7, 8, 9, 10].map((number) => `r${number}@example.org`).sort(),
    );
  }, 60_000);
});

describe("A mailing whose sender was killed after the last message", () => {
  test("is finished by the next send, which needs no relay; --dry-run leaves it as it is", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(0);
    await using store = await storeOf(project.root);
    // As it is when the process dies between the last outcome and giving the lease back.
    const left = {
      state: "running",
      finished_at: null,
      runner: `${hostname()} 999999999 x`,
      lease_until: Date.now() + 20_000,
    } as const;
    await store.db.updateTable("mailings").set(left).execute();
    await relay.server.close();
    expect((await letterpress(project.root, "send", issue, "--dry-run")).code).toBe(0);
    expect(await reported(project.root)).toMatchObject({ state: "interrupted" });
    const again = await letterpress(project.root, "send", issue, "--yes");
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining("Nothing was sent.") });
    expect(await reported(project.root)).toMatchObject({ state: "finished", finishedAt: expect.any(Number) });
  }, 60_000);
});

describe("A sender that is asked to stop", () => {
  test.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
    ["SIGHUP", 129],
  ] as const)(
    "with %s drains what is on its way, says how to go on, and exits with %i",
    async (signal, code) => {
      await using relay = await relayWith({ dot: { afterMs: 5 } });
      await using project = await newsletter({ port: relay.server.port, readers: 120 });
      const sender = start(project.root, ["send", issue, "--yes"]);
      await until(() => relay.server.kept.length >= 10);
      sender.child.kill(signal);
      const stopped = await sender.finished;
      expect(stopped.code).toBe(code);
      expect(stopped.err).toContain("Stopping: no new message starts");
      expect(stopped.err).toContain(`Go on with: npx letterpress send ${issue}`);
      const { counts, state } = (await reported(project.root)) ?? {};
      expect(state).toBe("paused");
      expect(counts).toMatchObject({ uncertain: 0, submitting: 0, submitted: relay.server.kept.length });
      expect(counts?.pending).toBeGreaterThan(0);
      expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(0);
      expect([...copiesOf(relay.server.kept).values()]).toEqual(Array(120).fill(1));
    },
    60_000,
  );

  test("by a terminal that is closed does not stop at once, however often it is told", async () => {
    await using relay = await relayWith({ dot: { afterMs: 200 } });
    await using project = await newsletter({ port: relay.server.port, readers: 20 });
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= 1);
    sender.child.kill("SIGHUP");
    await until(() => sender.said().includes("Stopping:"));
    sender.child.kill("SIGHUP");
    expect((await sender.finished).code).toBe(129);
    expect(await reported(project.root)).toMatchObject({
      state: "paused",
      counts: { uncertain: 0, submitting: 0, submitted: relay.server.kept.length },
    });
  }, 60_000);

  test("by a terminal that is gone drains too, though nothing it says can be written any more", async () => {
    if (!canHaveTerminal()) return;
    await using relay = await relayWith({ dot: { afterMs: 20 } });
    await using project = await newsletter({ port: relay.server.port, readers: 200 });
    const terminal = openTerminal(project.root, ["send", issue, "--yes"]);
    terminal.stdout.resume();
    await until(() => relay.server.kept.length >= 10);
    terminal.kill("SIGKILL");
    await using store = await storeOf(project.root);
    for (let state = "running"; state === "running"; await sleep(20))
      state = (await findMailing(store, issue, "weekly"))?.state ?? "";
    expect(await reported(project.root)).toMatchObject({
      state: "paused",
      counts: { uncertain: 0, submitting: 0, submitted: relay.server.kept.length },
    });
    expect(relay.server.kept.length).toBeLessThan(200);
  }, 60_000);

  test("twice stops at once, and the next one names what was on its way", async () => {
    await using relay = await relayWith({
      dot: ({ message }) => (message > 5 ? { next: "silence", keep: true } : {}),
    });
    await using project = await newsletter({ port: relay.server.port, readers: 20 });
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= 5 + connections);
    sender.child.kill("SIGTERM");
    await until(() => sender.said().includes("Stopping:"));
    sender.child.kill("SIGTERM");
    expect((await sender.finished).code).toBe(143);
    await using other = await relayWith({});
    await project.write("letterpress.yaml", await withPort(project.root, relay.server, other.server));
    expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(1);
    expect(await reported(project.root)).toMatchObject({ counts: { uncertain: connections, submitted: 16 } });
  }, 60_000);
});

describe("Senders side by side", () => {
  test("a second one refuses with one sentence, and nobody gets two copies", async () => {
    // Slow until the second one has had its answer, however long this machine takes for that.
    let afterMs = 200;
    await using relay = await relayWith({ dot: () => ({ afterMs }) });
    await using project = await newsletter({ port: relay.server.port, readers: 300 });
    const first = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= 5);
    const { out } = await letterpress(project.root, "status");
    expect(out).toMatch(/ {2}running by process \d+ on \S+, 300 readers/);
    expect(out).not.toContain("Go on with");
    const second = await letterpress(project.root, "send", issue, "--yes");
    expect(second.code).toBe(1);
    expect(second.err).toMatch(
      /^error This mailing is being sent at this moment by process \d+ on \S+, which holds it until \d\d:\d\d at least\. Watch it with: npx letterpress status\. If that process has died, try again after then\. \[delivery\/held\]\n$/,
    );
    expect(second.err).not.toContain("    at ");
    afterMs = 1;
    expect((await first.finished).code).toBe(0);
    expect([...copiesOf(relay.server.kept).values()]).toEqual(Array(300).fill(1));
  }, 60_000);

  test("four that start at the same moment make one mailing", async () => {
    await using relay = await relayWith({ dot: { afterMs: 10 } });
    await using project = await newsletter({ port: relay.server.port, readers: 200 });
    const all = [1, 2, 3, 4].map(() => start(project.root, ["send", issue, "--yes"]).finished);
    const codes = (await Promise.all(all)).map(({ code }) => code);
    expect(codes).toContain(0);
    expect([...copiesOf(relay.server.kept).values()]).toEqual(Array(200).fill(1));
    expect(await reported(project.root)).toMatchObject({ state: "finished", counts: { submitted: 200 } });
  }, 60_000);

  test("another one after the end sends nothing and exits with 0", async () => {
    await using relay = await relayWith({});
    await using project = await newsletter({ port: relay.server.port, readers: 5 });
    expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(0);
    const { connections: before } = relay.server;
    const again = await letterpress(project.root, "send", issue, "--yes");
    expect(again).toMatchObject({ code: 0, err: "" });
    expect(again.out).toContain("Everybody on weekly already has this issue: 5 readers. Nothing was sent.");
    expect(relay.server.connections).toBe(before);
    expect(relay.server.kept).toHaveLength(5);
  }, 60_000);
});

describe("A sender whose output nobody reads", () => {
  test("goes on to the end", async () => {
    await using relay = await relayWith({ dot: { afterMs: 5 } });
    await using project = await newsletter({ port: relay.server.port, readers: 100 });
    const sender = start(project.root, ["send", issue, "--yes"]);
    sender.child.stdout?.once("data", () => sender.child.stdout?.destroy());
    await until(() => relay.server.kept.length >= 5);
    sender.child.stderr?.destroy();
    expect((await sender.finished).code).toBe(0);
    expect([...copiesOf(relay.server.kept).values()]).toEqual(Array(100).fill(1));
  }, 60_000);
});

async function withPort(root: string, from: ScriptedServer, to: ScriptedServer): Promise<string> {
  const text = await readFile(`${root}/letterpress.yaml`, "utf8");
  return text.replace(`port: ${from.port}`, `port: ${to.port}`);
}

function addressOf({ envelope }: ReceivedMessage): string {
  return envelope.to.join(" ");
}

function copiesOf(kept: readonly ReceivedMessage[]): ReadonlyMap<string, number> {
  const copies = new Map<string, number>();
  for (const message of kept) copies.set(addressOf(message), (copies.get(addressOf(message)) ?? 0) + 1);
  return copies;
}

function expectFaultless(kept: readonly ReceivedMessage[]): void {
  const messages = kept.map((message) => ({
    bytes: message.bytes,
    envelope: { from: message.envelope.from, to: addressOf(message), needsUtf8: false },
  }));
  expect(messages.flatMap(({ bytes, envelope }) => checkEml(bytes, envelope, expectations))).toEqual([]);
  expect(checkMailing(messages)).toEqual([]);
}

function table(rows: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(rows).map(
    ([name, value]) => `  ${name.padEnd(28)} ${String(value).padStart(8)}`,
  );
  return `\nkill test\n${lines.join("\n")}\n`;
}

/** Numbers in [0, 1) that a seed repeats. */
function randomFrom(start: number): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return createHash("sha256").update(`${start} ${drawn}`).digest().readUInt32BE() / 2 ** 32;
  };
}
