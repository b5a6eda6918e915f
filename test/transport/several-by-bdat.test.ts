import { describe, expect, test } from "@jest/globals";
import type { RelayTimeouts } from "../../src/model/relay.ts";
import type { Script } from "../support/smtp-server.ts";
import { chunking, email, keptBy, sendAll, slowFirst, statuses } from "./in-flight.ts";
import { opening } from "./opening.ts";
import { sampleMessage } from "./sample.ts";

const opened = opening();
const start = (script: Script, depth: number, timeouts: Partial<RelayTimeouts> = {}) =>
  opened(script, { depth, timeouts });

/** More than the kernel takes while nobody reads. */
const large = "0123456789abcdef\r\n".repeat(600_000);

describe("With several messages by BDAT", () => {
  test("a lost link makes those uncertain that were handed over whole and not answered", async () => {
    const { session, server } = await start(
      { ...chunking, dot: ({ message }) => (message === 3 ? { next: "reset", keep: true } : undefined) },
      4,
    );
    const outcomes = statuses(await sendAll(session, 4));
    expect(outcomes).toEqual(["submitted", "submitted", "uncertain", "uncertain"]);
    expect(keptBy(server)).toEqual([1, 2, 3].map(email));
  });

  test("a lost link in the middle of a large message leaves that one unsent", async () => {
    const { session, server } = await start(
      { ...chunking, body: { afterBytes: 1000, step: { next: "reset" } } },
      2,
    );
    expect(await session.submit(sampleMessage(1, large))).toMatchObject({ status: "unsent" });
    expect(server.kept).toHaveLength(0);
  });

  test.each([
    ["MAIL", { mail: say421 }, "unsent"],
    ["RCPT", { rcpt: say421 }, "unsent"],
    ["the end", { dot: say421 }, "deferred"],
  ] as const)(
    "a 421 at %s of the second leaves those behind it unsent, since the relay answers for no more",
    async (_where, script, second) => {
      const { session, server } = await start({ ...chunking, ...script }, 4);
      expect(statuses(await sendAll(session, 4))).toEqual(["submitted", second, "unsent", "unsent"]);
      expect(keptBy(server)).toEqual([email(1)]);
      expect(session.usable).toBe(false);
    },
  );

  test("a relay that says 421 and still takes what was on its way is believed", async () => {
    const { session, server } = await start(
      {
        ...chunking,
        rcpt: ({ message }) => (message === 2 ? "421 4.3.2 After these" : undefined),
        quit: { next: "end" },
      },
      3,
    );
    expect(statuses(await sendAll(session, 3))).toEqual(["submitted", "unsent", "submitted"]);
    expect(keptBy(server)).toEqual([1, 3].map(email));
  });

  test("a temporary refusal of MAIL ends the session after those on their way have their answers", async () => {
    const { session, server } = await start(
      { ...chunking, mail: ({ message }) => (message === 2 ? "451 4.3.0 Disk" : undefined) },
      4,
    );
    expect(statuses(await sendAll(session, 4))).toEqual(["submitted", "unsent", "submitted", "submitted"]);
    expect(session.usable).toBe(false);
    expect(keptBy(server)).toEqual([1, 3, 4].map(email));
  });

  test("an answer that is none makes nobody unsent who may have a copy", async () => {
    const { session, server } = await start(
      { ...chunking, rcpt: ({ message }) => (message === 2 ? "354 What?" : undefined) },
      3,
    );
    const outcomes = statuses(await sendAll(session, 3));
    expect(keptBy(server)).toEqual([1, 3].map(email));
    expect(outcomes.slice(0, 2)).toEqual(["submitted", "uncertain"]);
    // Its answer may or may not have come before the link was cut.
    expect(["submitted", "uncertain"]).toContain(outcomes[2]);
  });

  test.each([
    ["a piece of the next", { dataMs: 2_400, dotMs: 20_000 }],
    ["the whole of the next", { messageMs: 2_400, dotMs: 20_000 }],
  ])("a relay that reads nothing while it thinks has its time for %s afterwards", async (_what, timeouts) => {
    const { session, server } = await start({ ...chunking, dot: slowFirst }, 2, timeouts);
    const sent = [sampleMessage(1), sampleMessage(2, large)].map((message) => session.submit(message));
    expect(statuses(await Promise.all(sent))).toEqual(["submitted", "submitted"]);
    expect(server.kept).toHaveLength(2);
  });

  test("a relay that reads nothing any more is given up when it owes no other answer", async () => {
    const deaf: Script = { ...chunking, body: { afterBytes: 1_000, step: { deaf: true, next: "silence" } } };
    const { session } = await start(deaf, 2, { dataMs: 300, messageMs: 20_000, dotMs: 20_000 });
    expect(await session.submit(sampleMessage(1, large))).toMatchObject({
      status: "unsent",
      reason: expect.stringContaining("the relay took no part of the message within 300 ms"),
    });
  });

  test.each([
    ["reads on", { say: "250 2.0.0 Ok" }],
    ["reads nothing any more", { say: "250 2.0.0 Ok", deaf: true, next: "silence" }],
    ["hangs up", { say: "250 2.0.0 Ok", next: "end" }],
  ] as const)(
    "a relay that says 250 in the middle of a large message is not believed, and %s",
    async (_what, step) => {
      const script: Script = { ...chunking, body: { afterBytes: 1_000, step } };
      const { session } = await start(script, 2, { dataMs: 300, messageMs: 20_000, dotMs: 20_000 });
      expect(await session.submit(sampleMessage(1, large))).toMatchObject({ status: "unsent" });
      expect(session.usable).toBe(false);
    },
  );

  test.each([
    ["502 5.5.1 Command not implemented", "refused"],
    ["500 Unknown command", "refused"],
    ["503 5.5.1 Bad sequence of commands", "refused"],
    ["500 5.6.0 Content not allowed", "rejected"],
    ["554 5.7.1 Spam", "rejected"],
  ])("a relay that says %j to BDAT: the message is %s", async (dot, status) => {
    const { session } = await start({ ...chunking, dot }, 2);
    const [first, second] = await sendAll(session, 2);
    expect([first?.status, second?.status]).toEqual([status, status]);
  });

  test("RSET stands between messages that follow each other, and not in front of a lone one", async () => {
    const { session, server } = await start(chunking, 3);
    expect((await session.submit(sampleMessage(1))).status).toBe("submitted");
    expect(server.commands).not.toContain("RSET");
    await sendAll(session, 3);
    expect(server.commands.filter((line) => line === "RSET")).toHaveLength(2);
  });

  test("RSET stands in front of a lone one, too, when the one before was refused", async () => {
    const refuses = ({ message }: { readonly message: number }) =>
      message === 1 ? "550 5.1.1 No such user" : undefined;
    const { session, server } = await start({ ...chunking, rcpt: refuses }, 3);
    expect(await session.submit(sampleMessage(1))).toMatchObject({ status: "rejected" });
    expect(await session.submit(sampleMessage(2))).toMatchObject({ status: "submitted" });
    expect(server.commands.slice(-4).map((line) => line.split(/[ :]/)[0])).toEqual([
      "RSET",
      "MAIL",
      "RCPT",
      "BDAT",
    ]);
    expect(await session.submit(sampleMessage(3))).toMatchObject({ status: "submitted" });
    expect(server.commands.filter((line) => line === "RSET")).toHaveLength(1);
  });

  test("a refused RSET is no reason to say that nobody has a copy", async () => {
    const { session, server } = await start({ ...chunking, rset: "500 5.5.1 What?" }, 2);
    const outcomes = statuses(await sendAll(session, 2));
    expect(keptBy(server)).toEqual([1, 2].map(email));
    expect(["submitted", "uncertain"]).toContain(outcomes[1]);
    expect(session.usable).toBe(false);
  });
});

function say421({ message }: { readonly message: number }) {
  return message === 2 ? ({ say: "421 4.3.2 Going down", next: "end" } as const) : undefined;
}
