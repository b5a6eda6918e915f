import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { letterpressHere } from "../support/letterpress-here.ts";
import { compiled, entry } from "../support/program.ts";
import { connections, issue, newsletter, relayWith, start, until } from "./newsletter.ts";

test("A mailing that is cancelled while a person is asked for the readers who are left is told as cancelled", async () => {
  await using relay = await relayWith({
    rcpt: ({ to }) => (to === "r1@example.org" ? undefined : "450 4.2.0 Later"),
  });
  await using project = await newsletter({ port: relay.server.port, readers: 3 });
  const first = start(project.root, ["send", issue, "--yes"]);
  await until(() => relay.server.kept.length === 1);
  first.child.kill("SIGTERM");
  await first.finished;
  const answer = () => {
    const args = [entry, "cancel", issue, "--yes"];
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...compiled };
    expect(spawnSync(process.execPath, args, { cwd: project.root, env }).status).toBe(0);
    return "2";
  };
  const asked = await letterpressHere({ folder: project.root, answer }, "send", issue);
  expect(asked.err).toContain("Cancelled from another terminal: 2 readers skipped.\n");
  expect(asked.code).toBe(1);
  expect(relay.server.kept).toHaveLength(1);
}, 60_000);

test("A mailing that is paused, and cancelled while the last messages are on their way, is told as cancelled by its sender", async () => {
  const { promise: held, resolve: goOn } = Promise.withResolvers<void>();
  await using relay = await relayWith({ dot: { until: held } });
  await using project = await newsletter({ port: relay.server.port, readers: 10 });
  const sender = start(project.root, ["send", issue, "--yes"]);
  await until(() => relay.server.kept.length === connections);
  const pausing = start(project.root, ["pause", issue]);
  await until(() => pausing.said().includes("Waiting until"));
  // Time for the sender, which looks every second, to hear of the pause first.
  await sleep(1_500);
  const cancelling = start(project.root, ["cancel", issue, "--yes"]);
  await until(() => cancelling.said().includes("Waiting until"));
  goOn();
  const { code, err } = await sender.finished;
  expect(err).toContain(`Cancelled from another terminal: ${10 - connections} readers skipped.\n`);
  expect(code).toBe(1);
  expect(await pausing.finished).toMatchObject({
    code: 0,
    out: expect.stringContaining("is cancelled: there is nothing to pause."),
  });
  expect((await cancelling.finished).code).toBe(0);
}, 60_000);
