import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import {
  configText,
  connections,
  issue,
  newsletter,
  relayWith,
  reported,
  start,
  storeOf,
  until,
} from "../e2e/newsletter.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { copiesOf } from "./books.ts";

describe("A sender that is killed", () => {
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
    await project.write("letterpress.yaml", configText({ port: other.server.port }));
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
    // It tells what the next one will find, and leaves everything as it is.
    const dry = await letterpress(project.root, "send", issue, "--dry-run");
    expect(dry.code).toBe(1);
    expect(dry.err).toContain("6 have it, 0 are left, and 4 may or may not have it.");
    for (const number of [7, 8, 9, 10]) expect(dry.err).toContain(`  r${number}@example.org\n`);
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
    await project.write("letterpress.yaml", configText({ port: other.server.port }));
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
  test("is finished by the next send or run-due, without the relay; --dry-run leaves it as it is", async () => {
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
    expect((await letterpress(project.root, "status")).out).toContain(
      `ended without a word. Nobody else is left: run-due brings it to its end.\n`,
    );
    await relay.server.close();
    expect((await letterpress(project.root, "send", issue, "--dry-run")).code).toBe(0);
    expect(await reported(project.root)).toMatchObject({ state: "interrupted" });
    const again = await letterpress(project.root, "send", issue, "--yes");
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining("Nothing was sent.") });
    const finished = { state: "finished", finishedAt: expect.any(Number) };
    expect(await reported(project.root)).toMatchObject(finished);
    await store.db.updateTable("mailings").set(left).execute();
    const due = await letterpress(project.root, "run-due");
    expect(due).toMatchObject({ code: 0, out: `${issue} to weekly: finished, 3 readers have it.\n` });
    expect(await reported(project.root)).toMatchObject(finished);
    expect(await letterpress(project.root, "run-due")).toMatchObject({ code: 0, out: "", err: "" });
  }, 60_000);
});
