import { spawnSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { letterpressHere } from "../support/letterpress-here.ts";
import { compiled, entry } from "../support/program.ts";
import { issue, newsletter, relayWith, start, until } from "./newsletter.ts";

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
