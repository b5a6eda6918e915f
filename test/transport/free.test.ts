import { describe, expect, test } from "@jest/globals";
import { chunking, pipelining } from "./in-flight.ts";
import { opening } from "./opening.ts";
import { sampleMessage } from "./sample.ts";

const opened = opening();
/** BDAT is for several at once. */
const several = { depth: 2 };
const pieces = "0123456789abcdef\r\n";

describe.each([
  ["BDAT", chunking],
  ["DATA", pipelining],
])("The buffer of a message by %s", (_way, script) => {
  test.each([
    ["of one piece", pieces],
    ["of several", pieces.repeat(40_000)],
  ])("is called free once, before the relay has answered, for a message %s", async (_size, body) => {
    const freed = Promise.withResolvers<void>();
    const { session } = await opened(
      { ...script, dot: { say: "250 2.0.0 Kept", until: freed.promise } },
      several,
    );
    let times = 0;
    const outcome = await session.submit(sampleMessage(1, body), () => {
      times += 1;
      freed.resolve();
    });
    expect([times, outcome.status]).toEqual([1, "submitted"]);
  });

  test("is not called free when the link is lost in the middle of it", async () => {
    const step = { next: "reset" } as const;
    const { session } = await opened({ ...script, body: { afterBytes: 1_000, step } }, several);
    let times = 0;
    const outcome = await session.submit(sampleMessage(1, pieces.repeat(600_000)), () => {
      times += 1;
    });
    expect([times, outcome.status]).toEqual([0, "unsent"]);
  });
});
