import { describe, expect, test } from "@jest/globals";
import type { Moment } from "../support/smtp-server.ts";
import { copies, expectFaultless, ledgerOf, oneEach, run, sending, upTo } from "./sending.ts";

describe("a relay that", () => {
  test("cannot be reached at the start stops the run at once, and nobody is touched", async () => {
    await using parts = await sending({ readers: 5 });
    await parts.server.close();
    const { end, counts, mailing } = await run(parts);
    expect(end).toMatchObject({ status: "stopped", message: expect.stringContaining("refused") });
    expect(counts).toMatchObject({ pending: 5 });
    expect(mailing.state).toBe("paused");
  });

  const drop = ({ message }: Moment) => (message % 4 === 0 ? { next: "reset" as const } : undefined);

  test.each(["mail", "rcpt", "data"] as const)(
    "drops the link at %s again and again: everybody gets exactly one copy all the same",
    async (where) => {
      await using parts = await sending({ readers: 30, script: { [where]: drop } });
      const { end, counts } = await run(parts);
      expect(end).toEqual({ status: "complete" });
      expect(counts).toMatchObject({ submitted: 30, uncertain: 0 });
      expect(copies(parts.server.kept)).toEqual(oneEach(upTo(30)));
      expectFaultless(parts.server.kept);
    },
  );

  test("drops the link in the middle of a message: one copy, or named when the dot was on its way already", async () => {
    await using parts = await sending({ readers: 30, script: { body: { afterBytes: 1_500, step: drop } } });
    const { counts } = await run(parts);
    expect(counts.submitted + counts.uncertain).toBe(30);
    const named = (await ledgerOf(parts))
      .filter(([, state]) => state === "uncertain")
      .map(([email]) => email);
    expect(named).toHaveLength(counts.uncertain);
    const reached = copies(parts.server.kept);
    expect(reached).toEqual(oneEach(upTo(30).filter((number) => !named.includes(`r${number}@example.org`))));
  });

  test.each([true, false])(
    "drops the link after the dot (kept: %s): the reader is named and not sent again",
    async (keep) => {
      await using parts = await sending({
        readers: 20,
        script: { dot: ({ to }) => (/^r(?:5|9)@/.test(to) ? { next: "reset", keep } : undefined) },
      });
      const { end, counts, mailing } = await run(parts);
      expect(end).toEqual({ status: "uncertain" });
      expect(counts).toMatchObject({ submitted: 18, uncertain: 2 });
      expect(mailing.state).toBe("paused");
      const rows = await ledgerOf(parts);
      expect(rows.filter(([, state]) => state === "uncertain").map(([email]) => email)).toEqual([
        "r5@example.org",
        "r9@example.org",
      ]);
      await run(parts);
      const others = upTo(20).filter((number) => keep || ![5, 9].includes(number));
      expect(copies(parts.server.kept)).toEqual(oneEach(others));
    },
  );

  test("goes away in the middle and comes back: the run waits and finishes with all its connections", async () => {
    let down = false;
    const server = {
      connect: () => (down ? "421 4.3.2 Restarting" : undefined),
      mail: ({ message }: { message: number }) => {
        if (message === 10) down = true;
        return down ? { next: "reset" as const } : undefined;
      },
    };
    await using parts = await sending({ readers: 40, script: server });
    let troubles = 0;
    const { end, counts } = await run(parts, { relayStepsMs: Array(100).fill(30) }, ({ type }) => {
      if (type !== "relay-trouble") return;
      troubles += 1;
      if (troubles === 2) down = false;
    });
    expect(end).toEqual({ status: "complete" });
    expect(counts).toMatchObject({ submitted: 40 });
    expect(troubles).toBeGreaterThanOrEqual(2);
    expect(copies(parts.server.kept)).toEqual(oneEach(upTo(40)));
  });

  test("goes away for good in the middle stops the run with what was done, and the next run goes on", async () => {
    await using parts = await sending({
      readers: 12,
      script: {
        connect: ({ message }) => (message >= 6 ? "421 4.3.2 Closed" : undefined),
        mail: ({ message }) => (message > 6 ? { next: "end" } : undefined),
      },
    });
    const { end, counts } = await run(parts, { relayStepsMs: [10, 10] });
    expect(end).toMatchObject({ status: "stopped", message: expect.stringContaining("421 4.3.2 Closed") });
    expect(counts).toMatchObject({ submitted: 6, pending: 6 });
    await using other = await sending({ readers: 0 });
    const again = await run({ ...parts, server: other.server });
    expect(again.end).toEqual({ status: "complete" });
    expect(copies([...parts.server.kept, ...other.server.kept])).toEqual(oneEach(upTo(12)));
    expectFaultless([...parts.server.kept, ...other.server.kept]);
  });
});
