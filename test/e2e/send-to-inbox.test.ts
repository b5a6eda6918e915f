import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { systemClock } from "../../src/base/clock.ts";
import { startStudioInbox } from "../../src/preview/inbox/studio-inbox.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { configText, issue, newsletter, relayWith, reported, start, storeOf, until } from "./newsletter.ts";

/** Nobody who is deferred is tried again during the test, unless the configuration changes. */
const patient = (port: number) => configText({ port }).replace('["50ms"]', '["2s"]');

const send = ["send", issue, "--yes"];

const warning = /warning The relay main is an inbox on this machine: no reader gets anything through it/;

describe("A send through the inbox of a studio", () => {
  test("says before it asks, when it goes on, and afterwards, that no reader gets anything", async () => {
    await using project = await newsletter({ port: 1, readers: 2 });
    const { root } = project;
    await using inbox = await startStudioInbox({ root, port: 0, clock: systemClock });
    await project.write("letterpress.yaml", configText({ port: inbox.port }));
    const dry = await letterpressHere(root, "send", issue, "--dry-run");
    expect(dry.out).toContain(`main (127.0.0.1:${inbox.port}), an inbox on this machine: no reader gets it`);
    expect(dry.err).toMatch(warning);
    const json = JSON.parse((await letterpressHere(root, "send", issue, "--dry-run", "--json")).out);
    expect(json.inboxes).toEqual(["main"]);

    // One is deferred by a relay before, so that there is a mailing to go on with.
    await using relay = await relayWith({
      rcpt: ({ line }) => (line.includes("r2@") ? "450 Later" : undefined),
    });
    await project.write("letterpress.yaml", patient(relay.server.port));
    const first = start(root, send);
    await until(() => relay.server.kept.length === 1);
    first.child.kill("SIGTERM");
    expect((await first.finished).code).toBe(143);
    expect(await reported(root)).toMatchObject({ inInbox: false });
    await project.write("letterpress.yaml", configText({ port: inbox.port }));
    const { code, err } = await letterpressHere(root, ...send);
    expect(code).toBe(0);
    expect(err).toMatch(warning);
    expect(err).toContain("At risk: at most 1 reader would be uncertain");
    expect(inbox.count()).toBe(1);
    expect((await letterpressHere(root, "status")).out).toMatch(
      /submitted +2.*\n +an inbox on this machine took messages of this mailing: nothing leaves it, so no reader has those\n +to send it to them after all, save the issue under another name: that is a new mailing, to everybody/,
    );
    expect(await reported(root)).toMatchObject({ inInbox: true });
  }, 60_000);

  test("of a mailing that was approved for a time says so to whoever waits for it, and to run-due", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 2 });
    const { root } = project;
    await using inbox = await startStudioInbox({ root, port: 0, clock: systemClock });
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const scheduled = await letterpressHere(root, ...send, "--at", at, "--no-wait");
    expect(scheduled.code).toBe(0);
    expect(scheduled.err).not.toContain("inbox");
    await project.write("letterpress.yaml", configText({ port: inbox.port }));
    const waiting = await letterpressHere(root, "send", issue, "--dry-run", "--json");
    expect(waiting.err).toMatch(warning);
    expect(JSON.parse(waiting.out)).toMatchObject({ inboxes: ["main"] });
    {
      await using store = await storeOf(root);
      await store.db.updateTable("mailings").set({ scheduled_at: Date.now() }).execute();
    }
    const due = await letterpressHere(root, "run-due", "--json");
    expect(due.code).toBe(0);
    expect(due.err).toMatch(warning);
    expect(JSON.parse(due.out)).toMatchObject([
      { issue, list: "weekly", inboxes: ["main"], counts: { submitted: 2 } },
    ]);
    expect(inbox.count()).toBe(2);
  }, 60_000);

  test("through a relay is said of none, also where an inbox once was", async () => {
    await using project = await newsletter({ port: 1, readers: 2 });
    const { root } = project;
    await using relay = await relayWith();
    await mkdir(join(root, ".letterpress", "inbox"), { recursive: true });
    await project.write(".letterpress/inbox/port", String(relay.server.port));
    await project.write("letterpress.yaml", configText({ port: relay.server.port }));
    const sent = await letterpressHere(root, ...send);
    expect(sent.code).toBe(0);
    expect(sent.out + sent.err).not.toContain("inbox");
    expect((await letterpressHere(root, "status")).out).not.toContain("inbox");
    expect(await reported(root)).toMatchObject({ inInbox: false });
  }, 60_000);
});
