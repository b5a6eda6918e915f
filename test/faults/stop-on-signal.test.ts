import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { findMailing } from "../../src/store/mailings.ts";
import { heldRelay, stopped } from "../e2e/held-relay.ts";
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
import { canHaveTerminal, openTerminal } from "../e2e/terminal.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { balance } from "./books.ts";

const inTerminal = canHaveTerminal() ? test : test.skip;

describe("A sender that is asked to stop", () => {
  test.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
    ["SIGHUP", 129],
  ] as const)(
    "with %s drains what is on its way, says how to go on, and exits with %i",
    async (signal, code) => {
      await using relay = await heldRelay(10);
      await using project = await newsletter({ port: relay.server.port, readers: 120 });
      const sender = start(project.root, ["send", issue, "--yes"]);
      await until(() => relay.server.kept.length >= 10);
      const ended = await stopped(sender, relay, signal);
      expect(ended.code).toBe(code);
      expect(ended.err).toContain("Stopping: no new message starts");
      expect(ended.err).toContain(`Go on with: npx letterpress send ${issue}`);
      const { counts, state } = (await reported(project.root)) ?? {};
      expect(state).toBe("paused");
      expect(counts).toMatchObject({ uncertain: 0, submitting: 0, submitted: relay.server.kept.length });
      expect(counts?.pending).toBeGreaterThan(0);
      expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(0);
      const { root } = project;
      await balance({ fault: `${signal} once`, root, kept: relay.server.kept, readers: 120, bound: 0 });
    },
    60_000,
  );

  test("by a terminal that is closed does not stop at once, however often it is told", async () => {
    await using relay = await heldRelay(1);
    await using project = await newsletter({ port: relay.server.port, readers: 20 });
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length >= 1 + connections);
    sender.child.kill("SIGHUP");
    await until(() => sender.said().includes("Stopping:"));
    sender.child.kill("SIGHUP");
    relay.goOn();
    expect((await sender.finished).code).toBe(129);
    expect(await reported(project.root)).toMatchObject({
      state: "paused",
      counts: { uncertain: 0, submitting: 0, submitted: relay.server.kept.length },
    });
  }, 60_000);

  inTerminal(
    "by a terminal that is gone drains too, though nothing it says can be written any more",
    async () => {
      await using relay = await heldRelay(10, 20);
      await using project = await newsletter({ port: relay.server.port, readers: 200 });
      const terminal = openTerminal(project.root, ["send", issue, "--yes"]);
      terminal.once("exit", () => relay.goOn());
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
      const { kept } = relay.server;
      expect(kept.length).toBeLessThan(200);
      const { root } = project;
      expect((await letterpress(root, "send", issue, "--yes")).code).toBe(0);
      await balance({ fault: "a terminal that is gone", root, kept, readers: 200, bound: 0 });
    },
    60_000,
  );

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
    await project.write("letterpress.yaml", configText({ port: other.server.port }));
    expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(1);
    expect(await reported(project.root)).toMatchObject({ counts: { uncertain: connections, submitted: 16 } });
    const kept = [...relay.server.kept, ...other.server.kept];
    await balance({ fault: "SIGTERM twice", root: project.root, kept, readers: 20, bound: connections });
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
    const { root } = project;
    await balance({
      fault: "a closed standard output",
      root,
      kept: relay.server.kept,
      readers: 100,
      bound: 0,
    });
  }, 60_000);
});
