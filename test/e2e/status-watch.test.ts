import { rename } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "@jest/globals";
import { letterpressHere } from "../support/letterpress-here.ts";
import { send, watchingOf } from "./looking-at-status.ts";
import { newsletter, relayWith, start, storeFile, until } from "./newsletter.ts";
import { canHaveTerminal, openTerminal } from "./terminal.ts";

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
      expect(lines.filter((line, index) => line === lines[index - 1])).toEqual([]);
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
