import { describe, expect, test } from "@jest/globals";
import type { Script } from "../support/smtp-server.ts";
import { copies, oneEach, run, sending, upTo } from "./sending.ts";

/** Ends each connection after 25 to 29 messages, so that several end within a moment now and then. */
function tired(): Script {
  const begun = new Map<number, number>();
  return {
    extensions: ["PIPELINING", "CHUNKING"],
    dot: { afterMs: 1 },
    mail: ({ connection }) => {
      const messages = (begun.get(connection) ?? 0) + 1;
      begun.set(connection, messages);
      const enough = messages > 25 + ((connection * 7) % 5);
      return enough ? { say: "421 4.4.2 Enough for this connection", next: "end" } : undefined;
    },
  };
}

describe("a run and the connections of its relay", () => {
  test("goes on when the relay ends each connection after some messages, with several on their way", async () => {
    await using parts = await sending({ readers: 300, script: tired() });
    const changes = { connections: 4, depth: 4, relayStepsMs: [1_000, 1_000, 1_000, 1_000] };
    expect((await run(parts, changes)).end).toEqual({ status: "complete" });
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(300)));
  });
});
