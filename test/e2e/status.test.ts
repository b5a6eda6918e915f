import { describe, expect, test } from "@jest/globals";
import { zonedText } from "../../src/base/zoned-time.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import type { Script } from "../support/smtp-server.ts";
import type { TempProject } from "../support/temp-project.ts";
import { send, statusOf, watchingOf } from "./looking-at-status.ts";
import { heldRelay } from "./held-relay.ts";
import { configText, issue, newsletter, relayWith, start, storeOf, until } from "./newsletter.ts";

/** A newsletter whose deferred readers are due in an hour. */
async function slowRetries(port: number, readers: number): Promise<TempProject> {
  const project = await newsletter({ port, readers });
  const text = configText({ port }).replace('["50ms"]', '["1h"]').replace('"10s"', '"9h"');
  await project.write("letterpress.yaml", text);
  return project;
}

describe("status", () => {
  test("of a mailing that is sent says who sends it, how fast, and how to stop it", async () => {
    await using relay = await heldRelay(20, 50);
    await using project = await newsletter({ port: relay.server.port, readers: 150 });
    const sender = start(project.root, send);
    await until(() => relay.server.kept.length >= 20);
    const out = await statusOf(project);
    const [json] = JSON.parse((await letterpressHere(project.root, "status", "--json")).out);
    expect(json).toMatchObject({
      sender: { runner: expect.any(String), until: expect.any(Number) },
      from: { listId: expect.any(String), from: { email: expect.any(String) } },
    });
    expect(out).toMatch(/ {2}running by process \d+ on \S+, 150 readers, started /);
    expect(out).toMatch(/\n {2}[\d.,]+ a second in the last minute, about [\d.,]+ \w+ left\.\n/);
    expect(out).toMatch(/\n {2}submitting +\d+ {2}on their way at this moment\n/);
    expect(out).toContain(`\n  Stop it for now: npx letterpress pause ${issue}\n`);
    expect(out).not.toContain("Go on with");
    relay.goOn();
    expect((await sender.finished).code).toBe(0);
    const done = await letterpressHere(project.root, "status");
    expect(done.code).toBe(0);
    expect(done.out).toMatch(
      /\n {2}The relay has taken everybody's message since .*\. Nothing is left to do\.\n/,
    );
  }, 60_000);

  test("of a mailing that waits for deferred readers says until when, and why, by kind of reason", async () => {
    await using relay = await relayWith({
      rcpt: ({ to }) =>
        to === "r1@example.org"
          ? undefined
          : to === "r2@example.org"
            ? "452 4.2.2 Mailbox full"
            : `450 4.2.0 <${to}> greylisted, come again`,
    });
    await using project = await slowRetries(relay.server.port, 30);
    const sender = start(project.root, send);
    await until(() => sender.said().includes("29 readers deferred by the relay;"));
    const waiting = await statusOf(project);
    expect(waiting).toMatch(
      /\n {2}Everybody else has been tried\. 29 deferred readers: the first one is due in \d+ minutes/,
    );
    expect(waiting).toMatch(
      /\n {2}deferred +29 {2}the relay said: try later; send goes on by itself while it runs, between \d{4}-.* and \d{4}-/,
    );
    expect(waiting).toMatch(/\n +28 {2}450 4\.2\.0 <r\d+@example\.org> greylisted, come again\n/);
    expect(waiting).toMatch(/\n +1 {2}452 4\.2\.2 Mailbox full\n/);
    sender.child.kill("SIGINT");
    expect((await sender.finished).code).toBe(130);
    const stopped = await statusOf(project);
    expect(stopped).toContain(
      "\n  Somebody stopped its sender with Ctrl-C: run-due leaves it alone, send goes on.",
    );
    expect(stopped).toMatch(/Of those left, 29 readers may be tried from \d{4}-/);
    expect(stopped).toContain(`\n  Go on with: npx letterpress send ${issue}\n`);
  }, 60_000);

  test("of a mailing that waits for its pace says which quota is used up, and until when", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({
      port: relay.server.port,
      readers: 5,
      more: "pace: { perHour: 2 }\n",
    });
    const sender = start(project.root, send);
    await until(() => relay.server.kept.length === 2 && sender.said().includes("is used up"));
    const out = await statusOf(project);
    expect(out).toMatch(/\n {2}The pace of \S.* is used up: 2 messages in an hour\. The next may go .*\n/);
    expect(out).toMatch(/\n {2}pending +3 {2}not sent yet\n/);
    // At the speed of the two it would be a second.
    expect(out).toMatch(/\n {2}(?:.* and who is left may have to|Those who are left) wait for the pace\.\n/);
    sender.child.kill("SIGTERM");
    await sender.finished;
  }, 60_000);

  test("of a mailing whose waits were used up does not say that the relay refused these readers", async () => {
    await using relay = await relayWith({
      rcpt: ({ to }) => (to === "r1@example.org" ? "450 4.2.0 Later" : undefined),
    });
    const { port } = relay.server;
    await using project = await newsletter({ port, readers: 3 });
    await project.write("letterpress.yaml", configText({ port }).replace('"10s"', '"100ms"'));
    expect((await letterpressHere(project.root, ...send)).code).toBe(0);
    const { out } = await letterpressHere(project.root, "status");
    expect(out).toContain("1  the relay said no for good, or later until the waits were used up\n");
    expect(out).toMatch(/rejected r1@example\.org: Given up after \d+ attempts\. 450 4\.2\.0 Later\n/);
  }, 60_000);

  test("groups the rejected by what the relay was unhappy with, and the skipped by reason", async () => {
    await using relay = await relayWith({
      rcpt: ({ to }) => (Number(/\d+/.exec(to)) % 2 === 0 ? `550 5.1.1 <${to}> No such user` : undefined),
      dot: ({ to }) => (/^r1?5@/.test(to) ? "554 5.7.1 Looks like spam" : undefined),
    });
    await using project = await newsletter({ port: relay.server.port, readers: 60 });
    expect((await letterpressHere(project.root, ...send)).code).toBe(1);
    const stopped = await statusOf(project);
    expect(stopped).toMatch(/paused by Letterpress, because too many addresses do not exist,/);
    expect(stopped).toMatch(
      /\n {2}Why it stopped: The relay main .* says of 20 of the last \d+ addresses .* 550 5\.1\.1 /,
    );
    const goOn = `send ${issue} --accept-bounces`;
    expect(stopped).toContain(`\n  Go on all the same with: npx letterpress ${goOn}\n`);
    expect((await letterpressHere(project.root, ...goOn.split(" "), "--yes")).code).toBe(0);
    const out = await statusOf(project);
    expect(out).toContain("Nothing is left to do since ");
    expect(out).toMatch(
      /\n +30 {2}550 5\.1\.1 <r\d+@example\.org> No such user \(there is no such mailbox\)\n/,
    );
    expect(out).toMatch(/\n +2 {2}554 5\.7\.1 Looks like spam \(because of us or of our mail: ask .*\)\n/);
    expect(out).toContain("\n    rejected and 12 readers more: --json\n");
    const json = JSON.parse((await letterpressHere(project.root, "status", "--json")).out);
    expect(json).toMatchObject([
      {
        issue,
        state: "finished",
        left: 0,
        counts: { submitted: 28, rejected: 32 },
        reasons: {
          rejected: [
            { readers: 30, because: "mailbox" },
            { readers: 2, because: "sender" },
          ],
        },
        next: [],
      },
    ]);
    expect(json[0].deliveries).toHaveLength(32);
  }, 60_000);

  const paused: readonly (readonly [what: string, script: Script, said: RegExp])[] = [
    [
      "the relay refuses all mail",
      { mail: "550 5.7.1 Not from you" },
      /paused by the relay, which refused our mail,.*\n {2}The relay does not take our mail, .*\n[\s\S]*pending +3 {2}not sent yet\n[\s\S]*\d {2}550 5\.7\.1 Not from you\n/,
    ],
    [
      "only uncertain readers are left",
      { dot: { next: "end" } },
      /paused,.*\n {2}Only uncertain readers are left, so it waits until a person has decided for them\.\n[\s\S]*Some uncertain may get none: .*--uncertain skip\n.*may get two: .*--uncertain resend\n.*one after the other: .*--uncertain ask\n/,
    ],
  ];

  test.each(paused)(
    "of a mailing that stopped because %s says so, and what to type",
    async (_, script, said) => {
      await using relay = await relayWith(script);
      await using project = await newsletter({ port: relay.server.port, readers: 3 });
      expect((await letterpressHere(project.root, ...send)).code).toBe(1);
      expect(await statusOf(project)).toMatch(said);
    },
  );

  test("of a mailing whose relay refused the login says the relay's words and what to do, also to --json and --watch", async () => {
    await using relay = await relayWith({
      extensions: ["AUTH PLAIN"],
      // The first login is that before the freeze.
      auth: ({ connection }) => (connection > 1 ? "535 5.7.8 Bad credentials" : undefined),
    });
    await using project = await newsletter({
      port: relay.server.port,
      readers: 3,
      relay: "    user: editor\n    password: { env: SMTP_PASSWORD }",
    });
    const here = { folder: project.root, environment: { SMTP_PASSWORD: "hunter2-secret" } };
    expect((await letterpressHere(here, ...send)).code).toBe(1);
    const said =
      /The relay main \(127\.0\.0\.1:\d+\) did not accept the user "editor".*535 5\.7\.8 Bad credentials.* Check the relay's user/;
    const out = await statusOf(project);
    expect(out).toMatch(
      /\n {2}The relay does not take our mail, so run-due leaves it alone until .*\n {2}Why it stopped: /,
    );
    expect(out).toMatch(said);
    const [json] = JSON.parse((await letterpressHere(project.root, "status", "--json")).out);
    expect(`${json.stopReason.message} ${json.stopReason.remedy}`).toMatch(said);
    expect(JSON.stringify(json) + out).not.toContain("hunter2");
    const watching = watchingOf(project.root);
    await until(() => said.test(watching.out()));
    watching.child.kill("SIGINT");
    expect((await watching.finished).code).toBe(1);
  }, 60_000);

  test("of a mailing whose relay could not be reached says so, and that run-due goes on with it", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    const at = new Date(Date.now() + 3_600_000).toISOString();
    expect((await letterpressHere(project.root, ...send, "--at", at, "--no-wait")).code).toBe(0);
    await relay.server.close();
    {
      await using store = await storeOf(project.root);
      await store.db.updateTable("mailings").set({ scheduled_at: 1_000 }).execute();
    }
    expect((await letterpressHere(project.root, "run-due")).code).toBe(1);
    const away = await statusOf(project);
    expect(away).toMatch(
      /\n {2}Its sender could not go on.* run-due goes on with it\.\n {2}Why it stopped: The relay main .* cannot be reached/,
    );
    await using back = await relayWith();
    await project.write("letterpress.yaml", configText({ port: back.server.port }));
    expect((await letterpressHere(project.root, "run-due")).code).toBe(0);
    expect(await statusOf(project)).not.toContain("Why it stopped");
  }, 60_000);

  test("of a scheduled mailing says when it starts and what starts it; of a cancelled one, that nothing is sent", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    const at = new Date(Date.now() + 5 * 3_600_000 + 60_000).toISOString();
    expect((await letterpressHere(project.root, ...send, "--at", at, "--no-wait")).code).toBe(0);
    const planned = await statusOf(project);
    expect(planned).toContain("\n  It starts in 5 hours. Nobody has it yet.\n");
    expect(planned).toContain(`\n  Not to be sent after all: npx letterpress cancel ${issue}\n`);
    expect((await letterpressHere(project.root, "pause", issue)).code).toBe(0);
    const paused = await statusOf(project);
    const approved = new RegExp(`, 3 readers, approved \\d{4}-.* for ${zonedText(Date.parse(at))}\n`);
    expect(paused).toMatch(approved);
    expect(paused).toContain(
      "\n  A person has paused it before its time, which comes in 5 hours: only resume lets it wait for that again.\n",
    );
    expect((await letterpressHere(project.root, "resume", issue, "--yes", "--no-wait")).code).toBe(0);
    expect(await statusOf(project)).toBe(planned);
    {
      await using store = await storeOf(project.root);
      await store.db
        .updateTable("mailings")
        .set({ scheduled_at: Date.now() - 7_260_000 })
        .execute();
    }
    expect(await statusOf(project)).toContain("Its time came 2 hours ago, and nobody has started it.");
    expect((await letterpressHere(project.root, "cancel", issue, "--yes")).code).toBe(0);
    const cancelled = await letterpressHere(project.root, "status");
    expect(cancelled.code).toBe(0);
    expect(cancelled.out).toContain("A person has cancelled it. Who had not got it then is skipped");
    expect(cancelled.out).not.toContain("npx letterpress");
    expect(cancelled.out).not.toContain("started");
  });
});
