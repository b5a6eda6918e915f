import { describe, expect, test } from "@jest/globals";
import { startScriptedServer } from "../support/smtp-server.ts";
import { copies, oneEach, run, runRelay, sending, upTo } from "./sending.ts";

describe("a run with several relays", () => {
  test("has one ledger: both take readers, and nobody gets a second copy", async () => {
    await using parts = await sending({ readers: 60, script: { dot: { afterMs: 2 } } });
    const second = await startScriptedServer({ dot: { afterMs: 2 } });
    try {
      const relays = [
        runRelay(parts.server, { name: "one" }),
        runRelay(second, { name: "two", connections: 2, depth: 2 }),
      ];
      const { end, counts } = await run(parts, { relays });
      expect(end).toEqual({ status: "complete" });
      expect(counts).toMatchObject({ submitted: 60, uncertain: 0 });
      expect(copies([...parts.server.kept, ...second.kept])).toEqual(oneEach(upTo(60)));
      expect(Math.min(parts.server.kept.length, second.kept.length)).toBeGreaterThan(0);
    } finally {
      await second.close();
    }
  });
});
