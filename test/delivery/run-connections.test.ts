import { describe, expect, test } from "@jest/globals";
import type { Script } from "../support/smtp-server.ts";
import { addReader } from "../support/temp-store.ts";
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

/** Takes the third connection and the fourth, and no other. */
const narrow: Script = {
  connect: ({ connection }) =>
    connection === 3 || connection === 4 ? undefined : { say: "421 4.7.0 Too many connections", next: "end" },
};

describe("a run and the connections of its relay", () => {
  test("goes on when the relay ends each connection after some messages, with several on their way", async () => {
    await using parts = await sending({ readers: 300, script: tired() });
    const changes = { connections: 4, depth: 4, relayStepsMs: [1_000, 1_000, 1_000, 1_000] };
    expect((await run(parts, changes)).end).toEqual({ status: "complete" });
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(300)));
  });

  test("uses up nothing of the pace for slots that the relay has no connection for", async () => {
    await using parts = await sending({
      readers: 60,
      script: narrow,
      before: async (store) => {
        for (const number of upTo(40)) await addReader(store, { email: `o${number}@o.example.org` });
      },
    });
    const pace = { perDay: 100, domains: [{ domains: ["o.example.org"], connections: 2 }] };
    const changes = { connections: 8, pace, relayStepsMs: Array(6).fill(300) };
    const { end, counts } = await run(parts, changes);
    expect(end).toEqual({ status: "complete" });
    expect(counts).toMatchObject({ submitted: 100 });
    expect(Object.values(copies(parts.server.kept))).toEqual(Array(100).fill(1));
  });
});
