import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { compiled, entry } from "../support/program.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import type { ReceivedMessage } from "../support/smtp-server.ts";
import { issueText } from "../support/temp-project.ts";
import {
  configText,
  connections,
  issue,
  newsletter,
  relayWith,
  reported,
  start,
  until,
} from "./newsletter.ts";
import { atTerminal, canHaveTerminal } from "./terminal.ts";

function copiesOf(kept: readonly ReceivedMessage[]): readonly number[] {
  const copies = new Map<string, number>();
  for (const { envelope } of kept) {
    const to = envelope.to.join(" ");
    copies.set(to, (copies.get(to) ?? 0) + 1);
  }
  return [...copies.values()];
}

/**
 * A relay that is quick with ten messages and then slow until the lull ends, so that there is time to stop a mailing.
 */
function aLull(): { answer(message: number): { readonly afterMs: number }; end(): void } {
  let ended = false;
  return {
    answer: (message) => ({ afterMs: !ended && message > 10 ? 1_500 : 0 }),
    end: () => {
      ended = true;
    },
  };
}

describe("A mailing that is paused from another terminal", () => {
  test("starts no message after that; its sender drains, says so and exits with 1, and only resume goes on", async () => {
    const lull = aLull();
    await using relay = await relayWith({ dot: ({ message }) => lull.answer(message) });
    await using project = await newsletter({ port: relay.server.port, readers: 200 });
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= 10);
    const paused = await letterpress(project.root, "pause", issue);
    lull.end();
    const then = relay.server.kept.length;
    expect(paused).toMatchObject({ code: 0, err: expect.stringMatching(/^No message starts any more\./) });
    expect(paused.out).toBe(
      `The mailing of ${issue} to weekly is paused: ${then} have it, ${200 - then} left.\nGo on with: npx letterpress resume ${issue}\n`,
    );
    const { code, err } = await sender.finished;
    expect(code).toBe(1);
    expect(err).toContain(
      `Paused from another terminal; ${200 - then} readers left. Go on with: npx letterpress resume ${issue}\n`,
    );
    expect(await reported(project.root)).toMatchObject({
      state: "paused",
      stoppedBy: "person",
      counts: { submitted: then, pending: 200 - then, submitting: 0, uncertain: 0 },
    });

    const again = await letterpress(project.root, "send", issue, "--yes");
    expect(again).toMatchObject({ code: 1, out: "" });
    expect(again.err).toBe(
      `error A person has paused this mailing. Nothing was sent. Go on with: npx letterpress resume ${issue} [delivery/paused]\n`,
    );
    expect((await letterpress(project.root, "status")).out).toContain("paused by a person, 200 readers");
    expect(relay.server.kept).toHaveLength(then);
    const dry = await letterpress(project.root, "resume", issue, "--dry-run");
    expect(dry).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^At risk: at most \d+ readers would be/m),
    });
    const resumed = await letterpress(project.root, "resume", issue, "--yes");
    expect(resumed).toMatchObject({ code: 0, err: expect.stringContaining("Going on with the mailing") });
    expect(copiesOf(relay.server.kept)).toEqual(Array(200).fill(1));
    expect(await reported(project.root)).toMatchObject({ state: "finished" });
    const over = await letterpress(project.root, "pause", issue);
    expect(over).toMatchObject({ code: 0, out: expect.stringContaining("there is nothing to pause") });
  }, 120_000);

  test("stops waiting for deferred readers, for the relay and for its pace", async () => {
    for (const how of ["deferred", "relay", "pace"] as const) {
      await using relay = await relayWith(
        how === "deferred"
          ? { rcpt: ({ message }) => (message > 2 ? "450 4.2.0 Later" : undefined) }
          : how === "relay"
            ? { mail: ({ message }) => (message > 2 ? { next: "end" } : undefined) }
            : {},
      );
      await using project = await newsletter({ port: relay.server.port, readers: 6 });
      const slow = configText({ port: relay.server.port })
        .replace('["50ms"]', '["1h"]')
        .replace('"10s"', '"9h"');
      const pace = how === "pace" ? "pace: { perHour: 1 }\n" : "";
      await project.write("letterpress.yaml", `${slow}${pace}`);
      const sender = start(project.root, ["send", issue, "--yes"]);
      const said = { deferred: "deferred by the relay;", relay: "Trying again at", pace: "" }[how];
      await until(() => relay.server.kept.length >= (how === "pace" ? 1 : 2) && sender.said().includes(said));
      expect((await letterpress(project.root, "pause", issue)).code).toBe(0);
      const { code, err } = await sender.finished;
      expect([how, code, /Paused from another terminal; \d readers left/.test(err)]).toEqual([how, 1, true]);
    }
  }, 120_000);

  test("and whose sender was killed names the uncertain when it is resumed", async () => {
    await using relay = await relayWith({
      dot: ({ message }) => (message > 10 ? { next: "silence", keep: true } : {}),
    });
    await using project = await newsletter({ port: relay.server.port, readers: 30 });
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= 10 + connections);
    const pausing = start(project.root, ["pause", issue]);
    await until(() => pausing.said().includes("Waiting until"));
    const impatient = start(project.root, ["pause", issue]);
    await until(() => impatient.said().includes("the order stands, also if you end this with Ctrl-C."));
    impatient.child.kill("SIGINT");
    expect((await impatient.finished).signal).toBe("SIGINT");
    expect((await letterpress(project.root, "status")).out).toContain(
      `${issue} to weekly  pausing by process`,
    );
    sender.child.kill("SIGKILL");
    expect(await pausing.finished).toMatchObject({
      code: 0,
      out: expect.stringContaining("is paused: 10 have it, 20 left."),
    });
    await using other = await relayWith();
    await project.write("letterpress.yaml", configText({ port: other.server.port }));
    const resumed = await letterpress(project.root, "resume", issue, "--yes", "--uncertain", "resend");
    expect(resumed.err).toContain(`To be sent the message again: ${connections} uncertain readers.`);
    expect(resumed.code).toBe(0);
    expect(other.server.kept).toHaveLength(20);
  }, 120_000);

  test("is resumed by who types the number of readers who are left", async () => {
    if (!canHaveTerminal()) return;
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 3 });
    const none = await letterpress(project.root, "pause", issue);
    expect(none).toMatchObject({
      code: 2,
      err: expect.stringContaining(`There is no mailing of ${issue}, so there is nothing to pause.`),
    });
    await using refusing = await relayWith({ rcpt: "450 4.2.0 Later" });
    await project.write("letterpress.yaml", configText({ port: refusing.server.port }));
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => refusing.server.commands.some((line) => line.startsWith("RCPT")));
    expect((await letterpress(project.root, "pause", issue)).code).toBe(0);
    expect((await sender.finished).code).toBe(1);
    await project.write("letterpress.yaml", configText({ port: relay.server.port }));
    const refused = await atTerminal(project.root, ["resume", issue], "2\r");
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining("nothing was sent") });
    expect(await reported(project.root)).toMatchObject({ state: "paused", stoppedBy: "person" });
    expect((await atTerminal(project.root, ["resume", issue], "3\r")).code).toBe(0);
    expect(relay.server.kept).toHaveLength(3);
  }, 120_000);
});

describe("A mailing that is cancelled", () => {
  test("while it is sent leaves everybody else out; what is on its way ends, and nothing more is ever sent", async () => {
    const lull = aLull();
    await using relay = await relayWith({ dot: ({ message }) => lull.answer(message) });
    await using project = await newsletter({ port: relay.server.port, readers: 200 });
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= 10);
    const asked = await letterpress(project.root, "cancel", issue);
    expect(asked).toMatchObject({
      code: 2,
      err: expect.stringContaining(`cancel ${issue} --list weekly --yes`),
    });
    const cancelled = await letterpress(project.root, "cancel", issue, "--yes");
    lull.end();
    const then = relay.server.kept.length;
    expect(cancelled).toMatchObject({
      code: 0,
      out: `The mailing of ${issue} to weekly is cancelled: ${200 - then} readers skipped, ${then} have it.\n`,
    });
    const { code, err } = await sender.finished;
    expect(code).toBe(1);
    expect(err).toContain(`Cancelled from another terminal: ${200 - then} readers skipped.`);
    expect(await reported(project.root)).toMatchObject({
      state: "cancelled",
      counts: { submitted: then, skipped: 200 - then, pending: 0, submitting: 0 },
    });
    for (const verb of ["send", "resume"]) {
      const again = await letterpress(project.root, verb, issue, "--yes");
      expect(again).toMatchObject({
        code: 0,
        out: expect.stringContaining("was cancelled. Nothing was sent."),
      });
    }
    expect((await letterpress(project.root, "cancel", issue, "--yes")).out).toContain("is already cancelled");
    expect(copiesOf(relay.server.kept)).toEqual(Array(then).fill(1));
  }, 120_000);

  test("and whose sender is killed then names who may have a copy", async () => {
    await using relay = await relayWith({ dot: { next: "silence", keep: true } });
    await using project = await newsletter({ port: relay.server.port, readers: 30 });
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= connections);
    const cancelling = start(project.root, ["cancel", issue, "--yes"]);
    await until(() => cancelling.said().includes("Waiting until"));
    sender.child.kill("SIGKILL");
    const { code, out, err } = await cancelling.finished;
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("26 readers skipped") });
    expect(err).toContain(`${connections} readers may or may not have a copy`);
    for (const number of [1, 2, 3, 4]) expect(err).toContain(`  r${number}@example.org\n`);
    expect(await reported(project.root)).toMatchObject({ counts: { uncertain: connections, skipped: 26 } });
  }, 120_000);

  test("before anybody was reached may be approved anew, but not by a timer that says --yes", async () => {
    await using closing = await relayWith({
      connect: ({ connection }) =>
        connection === 1 ? undefined : { say: "554 5.3.2 No service today", next: "end" },
    });
    await using project = await newsletter({ port: closing.server.port, readers: 3 });
    expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(1);
    expect(await reported(project.root)).toMatchObject({ state: "paused", stoppedBy: "relay" });
    expect((await letterpress(project.root, "cancel", issue, "--yes")).code).toBe(0);
    await using back = await relayWith();
    await project.write("letterpress.yaml", configText({ port: back.server.port }));
    await project.write(`issues/${issue}.yaml`, issueText({ subject: "A corrected week" }));
    const timer = await letterpress(project.root, "send", issue, "--yes");
    expect(timer).toMatchObject({ code: 1, err: expect.stringContaining("[delivery/cancelled]") });
    const dry = await letterpress(project.root, "send", issue, "--dry-run", "--json");
    const { plan } = JSON.parse(dry.out);
    expect((await letterpress(project.root, "send", issue, "--yes", "--plan", plan.hash)).code).toBe(0);
    expect(back.server.kept).toHaveLength(3);
  }, 120_000);

  test("is the one that is meant when an issue has several, and they are named when several could be", async () => {
    await using relay = await relayWith({ rcpt: "450 4.2.0 Later" });
    await using project = await newsletter({ port: relay.server.port, readers: 6 });
    const parts = ['firstName = "Reader 1"', 'firstName = "Reader 2"'];
    for (const only of parts) {
      const asked = () => relay.server.commands.filter((line) => line.startsWith("RCPT")).length;
      const before = asked();
      const sender = start(project.root, ["send", issue, "--yes", "--only", only]);
      await until(() => asked() > before);
      sender.child.kill("SIGTERM");
      await sender.finished;
    }
    const several = await letterpress(project.root, "pause", issue);
    expect(several.code).toBe(2);
    for (const only of parts)
      expect(several.err).toContain(`npx letterpress pause ${issue} --list weekly --only '${only}'\n`);
    const one = await letterpress(project.root, "pause", issue, "--only", parts[1] ?? "");
    expect(one).toMatchObject({ code: 0, out: expect.stringContaining(`(only ${parts[1]})`) });
  }, 120_000);
});

test("A sender that npx has started drains when npx is ended by its process id", async () => {
  const lull = aLull();
  await using relay = await relayWith({ dot: ({ message }) => lull.answer(message) });
  await using project = await newsletter({ port: relay.server.port, readers: 200 });
  // As npx does it: a shell that waits for the program, and hands no signal on.
  const script = '"$0" "$@"; exit $?';
  const shell = spawn("sh", ["-c", script, process.execPath, entry, "send", issue, "--yes"], {
    cwd: project.root,
    env: { PATH: process.env.PATH, HOME: project.root, ...compiled, npm_command: "exec" },
    stdio: "ignore",
  });
  await until(() => relay.server.kept.length >= 10);
  shell.kill("SIGTERM");
  let now = await reported(project.root);
  while (now === undefined || now.state === "running") {
    await sleep(50);
    now = await reported(project.root);
  }
  expect(now).toMatchObject({ counts: { submitted: relay.server.kept.length, uncertain: 0 } });
  expect(now.counts.pending).toBeGreaterThan(0);
  expect(copiesOf(relay.server.kept).every((copies) => copies === 1)).toBe(true);
});
