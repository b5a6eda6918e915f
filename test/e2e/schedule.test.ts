import { describe, expect, test } from "@jest/globals";
import { zonedText } from "../../src/base/zoned-time.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { issueText } from "../support/temp-project.ts";
import { addReader } from "../support/temp-store.ts";
import { configText, issue, newsletter, relayWith, reported, start, storeOf, until } from "./newsletter.ts";

const hourMs = 3_600_000;

function inMs(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}

/** As if the time of every mailing had come `ms` ago. */
async function makeDue(root: string, ms: number): Promise<void> {
  await using store = await storeOf(root);
  await store.db
    .updateTable("mailings")
    .set({ scheduled_at: Date.now() - ms })
    .execute();
}

describe("A mailing that is scheduled", () => {
  test("is frozen at once, waits in the foreground, and goes out at its time to those who are still there", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 5 });
    const at = inMs(8_000);
    const sender = start(project.root, ["send", issue, "--yes", "--at", at]);
    await until(() => sender.said().includes("Waiting; Ctrl-C leaves it scheduled."));
    await project.write(`issues/${issue}.yaml`, issueText({ subject: "Changed too late" }));
    {
      await using store = await storeOf(project.root);
      await addReader(store, { email: "late@example.org" });
      await store.db
        .updateTable("subscriptions")
        .set({ state: "unsubscribed" })
        .where("subscriber_id", "=", 1)
        .execute();
    }
    const { out } = await letterpress(project.root, "status");
    expect(out).toContain(
      `${issue} to weekly  scheduled for ${zonedText(Date.parse(at))}, 5 readers, approved`,
    );
    expect(out).toContain(`run-due", from cron for example, or by: npx letterpress send ${issue}\n`);
    expect(relay.server.kept).toHaveLength(0);
    expect((await sender.finished).code).toBe(0);
    expect(relay.server.kept.map(({ envelope }) => envelope.to[0]).sort()).toEqual(
      [2, 3, 4, 5].map((number) => `r${number}@example.org`),
    );
    const [first] = relay.server.kept;
    expect(first?.bytes.toString()).toContain("Subject: A quiet week in printing");
    const seconds = new Date(Math.floor(Date.parse(at) / 1_000) * 1_000)
      .toUTCString()
      .replace("GMT", "+0000");
    expect(first?.bytes.toString()).toContain(`Date: ${seconds}`);
    expect(await reported(project.root)).toMatchObject({ state: "finished", scheduledAt: Date.parse(at) });
  }, 60_000);

  test("stays scheduled at Ctrl-C and SIGTERM, and a second send waits again without asking", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    for (const [signal, code] of [
      ["SIGINT", 130],
      ["SIGTERM", 143],
    ] as const) {
      const args = signal === "SIGINT" ? ["send", issue, "--yes", "--at", inMs(hourMs)] : ["send", issue];
      const sender = start(project.root, args);
      await until(() => sender.said().includes("Waiting; Ctrl-C leaves it scheduled."));
      sender.child.kill(signal);
      const stopped = await sender.finished;
      expect(stopped.code).toBe(code);
      expect(stopped.err).toContain("It stays scheduled for ");
      expect(stopped.err).toContain(`or by: npx letterpress send ${issue}\n`);
      expect(await reported(project.root)).toMatchObject({ state: "planned", counts: { pending: 3 } });
    }
    const killed = start(project.root, ["send", issue]);
    await until(() => killed.said().includes("Waiting;"));
    killed.child.kill("SIGKILL");
    await killed.finished;
    await makeDue(project.root, 10_000);
    expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(0);
    expect(relay.server.kept).toHaveLength(3);
  }, 60_000);

  test("is planned anew for another time, and whoever waited for the first is told", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    const first = start(project.root, ["send", issue, "--yes", "--at", inMs(hourMs)]);
    await until(() => first.said().includes("Waiting;"));
    await project.write(`issues/${issue}.yaml`, issueText({ subject: "A corrected week" }));
    const again = ["send", issue, "--yes", "--at", inMs(2 * hourMs), "--no-wait", "--json"];
    const second = await letterpress(project.root, ...again);
    expect(second).toMatchObject({ code: 0, err: expect.stringContaining("was scheduled for ") });
    expect(JSON.parse(second.out)).toMatchObject({ end: { status: "scheduled", at: expect.any(Number) } });
    expect(await first.finished).toMatchObject({
      code: 1,
      err: expect.stringContaining("the mailing was planned anew by another sender; nothing was sent here."),
    });
    await makeDue(project.root, 1_000);
    expect((await letterpress(project.root, "run-due")).code).toBe(0);
    expect(relay.server.kept[0]?.bytes.toString()).toContain("Subject: A corrected week");
  }, 60_000);

  test("is stopped by pause and by cancel while somebody waits for it", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    const sender = start(project.root, ["send", issue, "--yes", "--at", inMs(hourMs)]);
    await until(() => sender.said().includes("Waiting;"));
    expect((await letterpress(project.root, "pause", issue)).code).toBe(0);
    expect(await sender.finished).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        `was paused; nothing was sent here. Go on with: npx letterpress resume ${issue}\n`,
      ),
    });
    expect((await letterpress(project.root, "send", issue, "--yes")).err).toContain("[delivery/paused]");
    await makeDue(project.root, 1_000);
    expect(await letterpress(project.root, "run-due")).toEqual({ code: 0, signal: null, out: "", err: "" });
    await using store = await storeOf(project.root);
    await store.db
      .updateTable("mailings")
      .set({ scheduled_at: Date.now() + hourMs })
      .execute();
    const resumed = start(project.root, ["resume", issue, "--yes"]);
    await until(() => resumed.said().includes("Waiting;"));
    expect(await reported(project.root)).toMatchObject({ state: "planned" });
    expect((await letterpress(project.root, "cancel", issue, "--yes")).out).toContain("3 readers skipped");
    expect(await resumed.finished).toMatchObject({
      code: 1,
      err: expect.stringContaining("the mailing was cancelled; nothing was sent here."),
    });
    expect(relay.server.kept).toHaveLength(0);
  }, 60_000);

  test("is refused at a time that is past, without a zone, or when the mailing has begun", async () => {
    await using relay = await relayWith({ rcpt: "450 4.2.0 Later" });
    await using project = await newsletter({ port: relay.server.port, readers: 1 });
    const cases = [
      ["2020-12-01T08:00Z", /^error --at: 2020-12-01 .* is past, by [\d,]+ days\. .* \[use\/at\]\n$/],
      [
        "2099-12-01 08:00",
        /^error --at: .* does not say in which time zone\. .*"2099-12-01 08:00 .*\[use\/at\]\n$/,
      ],
      ["2027-03-28 02:30 Europe/Berlin", /does not exist: the clocks of Europe\/Berlin/],
    ] as const;
    for (const [at, said] of cases) {
      const refused = await letterpress(project.root, "send", issue, "--yes", "--at", at);
      expect(refused).toMatchObject({ code: 2, out: "", err: expect.stringMatching(said) });
    }
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.commands.some((line) => line.startsWith("RCPT")));
    sender.child.kill("SIGTERM");
    await sender.finished;
    const begun = await letterpress(project.root, "send", issue, "--yes", "--at", inMs(hourMs));
    expect(begun).toMatchObject({ code: 2, err: expect.stringContaining("so it cannot be scheduled") });
  }, 60_000);
});

describe("run-due", () => {
  test("says nothing when nothing is due, and starts what is, late if need be, without asking", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    const nothing = { code: 0, signal: null, out: "", err: "" };
    expect(await letterpress(project.root, "run-due")).toEqual(nothing);
    const args = ["send", issue, "--yes", "--at", inMs(hourMs), "--no-wait"];
    const scheduled = await letterpress(project.root, ...args);
    expect(scheduled).toMatchObject({ code: 0, err: expect.stringContaining("Scheduled for ") });
    expect(scheduled.out).toContain("who subscribes until then is not in it");
    expect(await letterpress(project.root, "run-due")).toEqual(nothing);
    await makeDue(project.root, 3 * hourMs);
    const due = await letterpress(project.root, "run-due");
    expect(due).toMatchObject({ code: 0, out: `${issue} to weekly: finished, 3 readers have it.\n` });
    expect(due.err).toMatch(/starts\. It was scheduled for .*: it starts 3 hours late\.\n/);
    expect(relay.server.kept).toHaveLength(3);
    expect(await letterpress(project.root, "run-due")).toEqual(nothing);
  }, 60_000);

  test("goes on after a sender that was terminated or killed, and not after Ctrl-C", async () => {
    await using relay = await relayWith({ dot: { afterMs: 10 } });
    await using project = await newsletter({ port: relay.server.port, readers: 300 });
    let before = 0;
    for (const signal of ["SIGTERM", "SIGKILL", "SIGINT"] as const) {
      const sender = start(project.root, before === 0 ? ["send", issue, "--yes"] : ["run-due"]);
      const wanted = before + 20;
      await until(() => relay.server.kept.length >= wanted);
      sender.child.kill(signal);
      await sender.finished;
      before = relay.server.kept.length;
    }
    expect(before).toBeLessThan(300);
    expect(await letterpress(project.root, "run-due")).toMatchObject({ code: 0, out: "", err: "" });
    expect((await letterpress(project.root, "status")).out).toContain("paused by Ctrl-C");
    const { counts } = (await reported(project.root)) ?? {};
    expect(counts?.uncertain).toBeLessThanOrEqual(4);
    const last = await letterpress(project.root, "send", issue, "--yes", "--uncertain", "skip");
    expect(last.code).toBe(0);
    const copies = relay.server.kept.map(({ envelope }) => envelope.to[0]);
    expect(new Set(copies).size).toBe(copies.length);
  }, 60_000);

  test("leaves alone what the relay refused, and tries again what it could not reach", async () => {
    await using project = await newsletter({ port: 9, readers: 3 });
    await using refusing = await relayWith({ mail: "550 5.7.1 Go away" });
    await project.write("letterpress.yaml", configText({ port: refusing.server.port }));
    const args = ["send", issue, "--yes", "--at", inMs(hourMs), "--no-wait"];
    expect((await letterpress(project.root, ...args)).code).toBe(0);
    await makeDue(project.root, 0);
    await project.write("letterpress.yaml", configText({ port: 9 }));
    const away = await letterpress(project.root, "run-due");
    expect(away).toMatchObject({
      code: 1,
      out: `${issue} to weekly: incomplete, 0 readers have it, 3 left.\n`,
    });
    await project.write("letterpress.yaml", configText({ port: refusing.server.port }));
    expect((await letterpress(project.root, "run-due")).code).toBe(1);
    expect(await reported(project.root)).toMatchObject({ state: "paused", stoppedBy: "relay" });
    expect(await letterpress(project.root, "run-due")).toMatchObject({ code: 0, out: "", err: "" });
  }, 60_000);

  test("leaves alone what was stopped while it sent another mailing", async () => {
    const { promise: held, resolve: goOn } = Promise.withResolvers<void>();
    await using relay = await relayWith({
      dot: ({ to }) => (to === "r1@example.org" ? { until: held } : { afterMs: 20 }),
    });
    await using project = await newsletter({ port: relay.server.port, readers: 200 });
    const [first, second] = ['firstName = "Reader 1"', 'firstName != "Reader 1"'] as const;
    for (const only of [first, second]) {
      const args = ["send", issue, "--yes", "--only", only, "--at", inMs(hourMs), "--no-wait"];
      expect((await letterpress(project.root, ...args)).code).toBe(0);
      await makeDue(project.root, 1_000);
    }
    {
      await using store = await storeOf(project.root);
      const longAgo = { scheduled_at: 1_000 };
      await store.db.updateTable("mailings").set(longAgo).where("only_text", "=", first).execute();
    }
    const due = start(project.root, ["run-due"]);
    await until(() => relay.server.commands.includes("RCPT TO:<r1@example.org>"));
    const sender = start(project.root, ["send", issue, "--yes", "--only", second]);
    await until(() => relay.server.kept.length >= 20);
    sender.child.kill("SIGINT");
    expect((await sender.finished).code).toBe(130);
    const before = relay.server.kept.length;
    goOn();
    expect(await due.finished).toMatchObject({
      code: 0,
      out: `${issue} to weekly (only ${first}): finished, 1 reader has it.\n`,
    });
    expect(relay.server.kept).toHaveLength(before);
  }, 60_000);

  test("goes on with the others when the edition of one is not as it was frozen, and says so every time", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 5 });
    const [first, second] = ['firstName = "Reader 1"', 'firstName != "Reader 1"'] as const;
    for (const only of [first, second]) {
      const args = ["send", issue, "--yes", "--only", only, "--at", inMs(hourMs), "--no-wait"];
      expect((await letterpress(project.root, ...args)).code).toBe(0);
      await makeDue(project.root, 1_000);
    }
    await using store = await storeOf(project.root);
    const { id } = await store.db
      .selectFrom("mailings")
      .select("id")
      .where("only_text", "=", first)
      .executeTakeFirstOrThrow();
    await store.db.updateTable("editions").set({ content: "{}" }).where("mailing_id", "=", id).execute();
    const due = await letterpress(project.root, "run-due");
    expect(due.err).toContain(`${issue} to weekly (only ${first}): An edition in the store is not as it was`);
    expect(due).toMatchObject({
      code: 1,
      out: expect.stringContaining("): finished, 4 readers have it.\n"),
    });
    expect(relay.server.kept).toHaveLength(4);
    const again = await letterpress(project.root, "run-due", "--json");
    expect(again.code).toBe(1);
    expect(JSON.parse(again.out)).toMatchObject([{ only: first, refused: "store/edition-changed" }]);
  }, 60_000);

  test("of which four run at once sends everything once", async () => {
    await using relay = await relayWith({ dot: { afterMs: 10 } });
    await using project = await newsletter({ port: relay.server.port, readers: 100 });
    for (const only of ['firstName = "Reader 1"', 'firstName != "Reader 1"']) {
      const args = ["send", issue, "--yes", "--only", only, "--at", inMs(hourMs), "--no-wait"];
      expect((await letterpress(project.root, ...args)).code).toBe(0);
    }
    await makeDue(project.root, 1_000);
    const all = await Promise.all([1, 2, 3, 4].map(() => start(project.root, ["run-due"]).finished));
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(all.map(({ err }) => err).join("")).not.toContain("error");
    expect(new Set(relay.server.kept.map(({ envelope }) => envelope.to[0])).size).toBe(100);
    expect(relay.server.kept).toHaveLength(100);
  }, 60_000);
});
