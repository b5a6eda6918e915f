import { readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "@jest/globals";
import { letterpressHere } from "../support/letterpress-here.ts";
import { parseMetrics } from "../support/prometheus.ts";
import type { Script } from "../support/smtp-server.ts";
import type { TempProject } from "../support/temp-project.ts";
import { configText, issue, newsletter, relayWith, start, storeFile, storeOf, until } from "./newsletter.ts";
import { canHaveTerminal, openTerminal } from "./terminal.ts";

/** A newsletter whose deferred readers are due in an hour. */
async function slowRetries(port: number, readers: number): Promise<TempProject> {
  const project = await newsletter({ port, readers });
  const text = configText({ port }).replace('["50ms"]', '["1h"]').replace('"10s"', '"9h"');
  await project.write("letterpress.yaml", text);
  return project;
}

const send = ["send", issue, "--yes"];

async function statusOf({ root }: TempProject): Promise<string> {
  return (await letterpressHere(root, "status", issue)).out;
}

describe("status", () => {
  test("of a mailing that is sent says who sends it, how fast, and how to stop it", async () => {
    await using relay = await relayWith({ dot: { afterMs: 50 } });
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
    sender.child.kill("SIGTERM");
    await sender.finished;
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
  });
});

describe("status --metrics", () => {
  test("is what a strict reader of Prometheus's format reads, and the numbers are those of status --json", async () => {
    await using relay = await relayWith({
      rcpt: ({ to }) => (/^r2@/.test(to) ? "550 5.1.1 Gone" : undefined),
    });
    await using project = await newsletter({ port: relay.server.port, readers: 4 });
    const only = 'not firstName = "Reader 4"';
    expect((await letterpressHere(project.root, ...send, "--only", only)).code).toBe(0);
    const { code, out } = await letterpressHere(project.root, "status", "--metrics");
    expect(code).toBe(0);
    const samples = parseMetrics(out);
    const valuesOf = (name: string, labels: Readonly<Record<string, string>>) =>
      samples
        .filter(
          (one) =>
            one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
        )
        .map(({ value }) => value);
    expect(samples[0]?.labels).toMatchObject({ issue, list: "weekly", only });
    const [json] = JSON.parse((await letterpressHere(project.root, "status", "--json")).out);
    for (const [state, readers] of Object.entries(json.counts))
      expect(valuesOf("letterpress_mailing_deliveries", { state })).toEqual([readers]);
    expect(valuesOf("letterpress_mailing_rejected", { because: "mailbox" })).toEqual([1]);
    expect(valuesOf("letterpress_mailing_state", { state: "finished" })).toEqual([1]);
    expect(valuesOf("letterpress_mailing_left", {})).toEqual([0]);
    expect(valuesOf("letterpress_mailing_finished_timestamp_seconds", {})).toEqual([json.finishedAt / 1_000]);
    expect(valuesOf("letterpress_mailing_next_try_timestamp_seconds", {})).toEqual([]);
  });

  test("has a cancelled mailing for seven days from the moment that it was cancelled, however old it is", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 2 });
    const at = new Date(Date.now() + 3_600_000).toISOString();
    expect((await letterpressHere(project.root, ...send, "--at", at, "--no-wait")).code).toBe(0);
    const dayMs = 86_400_000;
    const set = async (times: { readonly created_at?: number; readonly finished_at?: number }) => {
      await using store = await storeOf(project.root);
      await store.db.updateTable("mailings").set(times).execute();
    };
    const shown = async () => (await letterpressHere(project.root, "status", "--metrics")).out;
    await set({ created_at: Date.now() - 30 * dayMs });
    expect((await letterpressHere(project.root, "cancel", issue, "--yes")).code).toBe(0);
    expect(await shown()).toMatch(/^letterpress_mailing_finished_timestamp_seconds\{/m);
    await set({ finished_at: Date.now() - 6 * dayMs });
    expect(await shown()).toMatch(/^letterpress_mailing_state\{.*state="cancelled"\} 1$/m);
    await set({ finished_at: Date.now() - 8 * dayMs });
    expect(parseMetrics(await shown())).toEqual([]);
  });

  test("says nothing is left out of what it documents, and refuses to be two things at once", async () => {
    await using project = await newsletter({ port: 9, readers: 0 });
    const { out } = await letterpressHere(project.root, "status", "--metrics");
    expect(parseMetrics(out)).toEqual([]);
    const documented = await readFile(new URL("../../docs/delivery.md", import.meta.url), "utf8");
    for (const [, name = ""] of out.matchAll(/^# TYPE (\S+)/gm)) expect(documented).toContain(`\`${name}\``);
    for (const both of [
      ["--json", "--metrics"],
      ["--watch", "--json"],
      ["--watch", "--metrics"],
    ])
      expect(await letterpressHere(project.root, "status", ...both)).toMatchObject({ code: 2 });
  });
});

describe("status --watch", () => {
  test("prints a line when something has changed, and ends at Ctrl-C with 1 while somebody is left, else with 0", async () => {
    let later = true;
    await using relay = await relayWith({ rcpt: () => (later ? "450 4.2.0 Later" : undefined) });
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    for (const [told, code] of [
      ["deferred 3", 1],
      ["3 of 3 have it, 0 left", 0],
    ] as const) {
      const watching = watchingOf(project.root);
      await until(() => watching.out().includes(later ? "Nothing has been sent" : "paused"));
      const sender = start(project.root, send);
      await until(() => watching.out().includes(told));
      sender.child.kill("SIGTERM");
      await sender.finished;
      watching.child.kill("SIGINT");
      expect((await watching.finished).code).toBe(code);
      const lines = watching.out().trimEnd().split("\n");
      expect(new Set(lines).size).toBe(lines.length);
      later = false;
    }
  }, 60_000);

  test("goes on looking through a store that is locked for good, and one that goes away and comes back", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    const file = storeFile(project.root);
    const lock = new DatabaseSync(file);
    lock.exec("begin immediate");
    const watching = watchingOf(project.root);
    await until(() => watching.out().includes("Nothing has been sent yet"));
    lock.exec("rollback");
    lock.close();
    expect((await letterpressHere(project.root, ...send)).code).toBe(0);
    await until(() => watching.out().includes("finished, 3 of 3 have it"));
    await rename(dirname(file), `${dirname(file)}.away`);
    await until(() => watching.out().includes("store.sqlite is not there any more."));
    await rename(`${dirname(file)}.away`, dirname(file));
    await until(() => watching.out().split("finished, 3 of 3 have it").length === 3);
    watching.child.kill("SIGTERM");
    expect((await watching.finished).code).toBe(0);
  }, 60_000);

  test("draws on a terminal what status prints, again and again in the same place", async () => {
    if (!canHaveTerminal()) return;
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    const terminal = openTerminal(project.root, ["status", "--watch"]);
    let said = "";
    terminal.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    await until(() => said.includes("Nothing has been sent yet"));
    expect((await letterpressHere(project.root, ...send)).code).toBe(0);
    await until(() => said.includes("The relay has taken everybody's message"));
    expect(said).toContain("\u001b[H");
    terminal.stdin.write("\u0003");
    // Its code is that of the shell in between, which heard the Ctrl-C, too.
    await new Promise((resolve) => terminal.once("close", resolve));
  }, 60_000);
});

function watchingOf(root: string) {
  const running = start(root, ["status", "--watch"]);
  let out = "";
  running.child.stdout?.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  return { ...running, out: () => out };
}
