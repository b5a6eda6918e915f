import { type AddressInfo, createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { dayMs, hourMs, minuteMs } from "../../../src/base/clock.ts";
import { standardTimeouts } from "../../../src/model/relay.ts";
import { abandonMails, nextMailAt, purgeSignUps } from "../../../src/store/service-mails.ts";
import { suppressedAmong } from "../../../src/store/suppressions.ts";
import { ServiceMails, sendDue } from "../../../src/subscriptions/service-mails.ts";
import { smtpTransport } from "../../../src/transport/smtp.ts";
import { addressOf, type MailTest, mailTest } from "../../support/mail-test.ts";
import { addReader } from "../../support/temp-store.ts";
import { sampleRelay } from "../../transport/sample.ts";

let mails: MailTest;

beforeEach(async () => {
  mails = await mailTest();
});
afterEach(async () => mails[Symbol.asyncDispose]());

describe("the queue", () => {
  test("sends nothing twice: a mail on whose way the link broke after the dot stays uncertain", async () => {
    mails.script = { dot: { next: "reset" } };
    await mails.ask();
    await mails.send();
    mails.script = {};
    mails.now += dayMs;
    await mails.send();
    expect(await mails.states()).toEqual([["uncertain", expect.any(String)]]);
    expect(mails.server.kept).toEqual([]);
  });

  test("waits longer each time the relay says later, and gives up after a day", async () => {
    mails.script = { rcpt: "450 4.2.0 Later" };
    await mails.ask();
    const waits: number[] = [];
    for (;;) {
      await mails.send();
      const next = await nextMailAt(mails.store);
      if (next === undefined) break;
      waits.push((next - mails.now) / minuteMs);
      mails.now = next;
    }
    expect(waits.slice(0, 6)).toEqual([1, 5, 15, 30, 60, 60]);
    expect(await mails.states()).toEqual([["rejected", "450 4.2.0 Later"]]);
    expect(waits.reduce((sum, wait) => sum + wait, 0) * minuteMs).toBeGreaterThanOrEqual(dayMs);
  });

  test("suppresses a subscriber whose mailbox does not exist, and nobody who has only typed an address", async () => {
    const reasons = async () => {
      const keys = ["ada@example.org", "typo@example.org"];
      return Object.fromEntries(await suppressedAmong(mails.store.db, mails.store, keys));
    };
    await addReader(mails.store, { email: "Ada@example.org" });
    mails.script = { rcpt: "550 5.1.1 No such user" };
    await mails.ask();
    await mails.ask({ address: addressOf("typo@example.org") });
    await mails.send();
    expect((await mails.states()).map(([state]) => state)).toEqual(["rejected", "rejected"]);
    expect(await reasons()).toEqual({ "ada@example.org": "bounce" });
    // Any other "no" is about the mail, not about the mailbox.
    mails.script = { rcpt: "554 5.7.1 We do not like you" };
    await addReader(mails.store, { email: "typo@example.org" });
    await mails.ask({ address: addressOf("typo@example.org") });
    await mails.send();
    expect(await reasons()).toEqual({ "ada@example.org": "bounce" });
  });

  test("goes on through the relay that answers", async () => {
    const dead = { ...sampleRelay(mails.server, { name: "dead" }), port: 1 };
    await mails.ask();
    await sendDue({
      ...(await mails.parts()),
      relays: [
        { name: "dead", transport: smtpTransport(dead) },
        { name: "main", transport: smtpTransport(sampleRelay(mails.server)) },
      ],
    });
    expect(mails.recipients()).toEqual(["ada@example.org"]);
    const used = await mails.store.db.selectFrom("relay_usage").select(["relay", "messages"]).execute();
    expect(used).toEqual([{ relay: "main", messages: 1 }]);
  });

  test("changes nothing while no relay answers", async () => {
    await mails.ask();
    const dead = smtpTransport({ ...sampleRelay(mails.server), port: 1 });
    await expect(
      sendDue({ ...(await mails.parts()), relays: [{ name: "main", transport: dead }] }),
    ).rejects.toThrow();
    expect(await mails.states()).toEqual([["pending", null]]);
  });

  test("makes mails uncertain that a dead process left on their way, and purges what is over", async () => {
    await mails.ask();
    await mails.store.db.updateTable("service_mails").set({ state: "submitting", due_at: null }).execute();
    expect(await abandonMails(mails.store, mails.now + 14 * minuteMs)).toBe(0);
    expect(await abandonMails(mails.store, mails.now + 15 * minuteMs)).toBe(1);
    expect(await purgeSignUps(mails.store, mails.now + 7 * dayMs - 1)).toBe(0);
    expect(await purgeSignUps(mails.store, mails.now + 7 * dayMs)).toBe(1);
    expect(await purgeSignUps(mails.store, mails.now + 31 * dayMs)).toBe(1);
    expect(await mails.states()).toEqual([]);
  });

  test("ends at once, and tells no trouble, while a relay says nothing at all", async () => {
    const reached = Promise.withResolvers<void>();
    const silent = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      reached.resolve();
    });
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const relay = {
      name: "main",
      transport: smtpTransport(sampleRelay(silent.address() as AddressInfo, { timeouts: standardTimeouts })),
    };
    const told: string[] = [];
    await mails.ask();
    const running = new ServiceMails({
      ...(await mails.parts()),
      relays: [relay, { ...relay, name: "other" }],
      onTrouble: (words) => told.push(words),
    });
    await reached.promise;
    await running.close();
    silent.close();
    expect(told).toEqual([]);
    expect(await mails.states()).toEqual([["pending", null]]);
  });

  test("runs beside its owner: sends when it is woken, tells trouble, and ends after the mail on its way", async () => {
    const told: string[] = [];
    await using running = new ServiceMails({
      ...(await mails.parts()),
      onTrouble: (words) => told.push(words),
    });
    await mails.ask();
    running.wake();
    await until(() => mails.server.kept.length === 1);
    await mails.server.close();
    mails.now += hourMs;
    await mails.ask({ address: addressOf("grace@example.org") });
    running.wake();
    await until(() => told.length > 0);
    expect(told[0]).not.toContain("example.org");
    await running.close();
    expect((await mails.states()).map(([state]) => state)).toEqual(["submitted", "pending"]);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}
