import { describe, expect, test } from "@jest/globals";
import type { RelayTimeouts } from "../../src/model/relay.ts";
import type { Script } from "../support/smtp-server.ts";
import { opening } from "./opening.ts";
import { sampleMessage } from "./sample.ts";

const opened = opening();
const start = (script: Script, timeouts: Partial<RelayTimeouts> = {}) => opened(script, { timeouts });

async function one(script: Script, timeouts: Partial<RelayTimeouts> = {}) {
  const { server, session } = await start(script, timeouts);
  const outcome = await session.submit(sampleMessage());
  return { server, session, outcome };
}

describe("A session", () => {
  test("that the relay ends between two messages is not usable, and the next reader is unsent", async () => {
    const { session, server } = await start({});
    expect(await session.submit(sampleMessage(1))).toMatchObject({ status: "submitted" });
    server.kill();
    while (session.usable) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await session.submit(sampleMessage(2))).toMatchObject({ status: "unsent", stage: "mail" });
  });

  test("with a killed relay says uncertain only for the message whose dot was out", async () => {
    let kill = () => {};
    const { session, server } = await start({
      dot: ({ message }) => {
        if (message === 3) kill();
        return message === 3 ? { next: "silence" } : undefined;
      },
    });
    kill = () => server.kill();
    const outcomes: string[] = [];
    for (const number of [1, 2, 3, 4]) outcomes.push((await session.submit(sampleMessage(number))).status);
    expect(outcomes).toEqual(["submitted", "submitted", "uncertain", "unsent"]);
  });

  test.each([1, 4])(
    "takes no message more when the relay has said something unasked, at depth %d",
    async (depth) => {
      const extensions = ["PIPELINING", "CHUNKING"];
      const twice = { say: "250 2.0.0 Ok\r\n250 2.0.0 And once more" };
      const { session, server } = await opened({ extensions, dot: twice }, { depth });
      expect(await session.submit(sampleMessage(1))).toMatchObject({ status: "submitted" });
      expect(session.usable).toBe(false);
      // That word would be the answer to MAIL, and so on: 250 to RCPT would be that to the message.
      expect(await session.submit(sampleMessage(2))).toMatchObject({
        status: "unsent",
        reason: expect.stringContaining("And once more"),
      });
      expect(server.kept).toHaveLength(1);
    },
  );

  test("goes by what the relay offered first when it takes no second EHLO", async () => {
    let asked = 0;
    const ehlo = () => {
      asked += 1;
      return asked > 1 ? "503 5.5.1 Duplicate EHLO" : undefined;
    };
    const { session } = await opened({ extensions: ["PIPELINING", "CHUNKING"], ehlo }, { depth: 4 });
    expect(asked).toBe(2);
    // CHUNKING is not known then.
    expect(session.depth).toBe(2);
    expect(await session.submit(sampleMessage(1))).toMatchObject({ status: "submitted" });
  });

  test("is cut when the relay talks on and on, unasked", async () => {
    const on = { say: `${"250 2.0.0 Ok\r\n".repeat(200)}250 2.0.0 Ok` };
    const { session, server } = await start({ dot: on });
    expect(await session.submit(sampleMessage(1))).toMatchObject({ status: "submitted" });
    await session.ended;
    while (server.open > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(session.usable).toBe(false);
  });

  test("closes in the middle of a message and still gives its outcome", async () => {
    const { session } = await start({ rcpt: { next: "silence" } });
    const submitted = session.submit(sampleMessage(1));
    await session.close();
    expect(await submitted).toMatchObject({ status: "unsent" });
    expect(session.usable).toBe(false);
  });

  test("says QUIT, and does not wait for ever for the answer", async () => {
    const { session, server } = await start({ quit: { next: "silence" } }, { commandMs: 100 });
    await session.close();
    expect(server.commands.at(-1)).toBe("QUIT");
    await session.close();
  });

  test("takes one message at a time", async () => {
    const { session } = await start({});
    const first = session.submit(sampleMessage(1));
    await expect(session.submit(sampleMessage(2))).rejects.toThrow("one message at a time");
    expect(await first).toMatchObject({ status: "submitted" });
  });

  test("names the size to a relay that wants to know", async () => {
    const { server } = await one({ extensions: ["PIPELINING", "SIZE 1000000"] });
    expect(server.commands).toContain(`MAIL FROM:<bounce@example.org> SIZE=${sampleMessage().bytes.length}`);
  });

  test.each([
    "a@example.org>\r\nRCPT TO:<b@example.org",
    "a b@example.org",
    "<a@example.org>",
    "jörg@example.org",
  ])("writes nothing for the address %j", async (to) => {
    const { session, server } = await start({});
    await expect(session.submit(sampleMessage(1, "Hello.\r\n", { to }))).rejects.toThrow("Not an address");
    await expect(session.submit(sampleMessage(1, "Hello.\r\n", { from: to }))).rejects.toThrow(
      "Not an address",
    );
    expect(server.commands.filter((line) => line.startsWith("MAIL"))).toHaveLength(0);
    expect(await session.submit(sampleMessage(2))).toMatchObject({ status: "submitted" });
  });

  test.each(["Hello.", "Hello.\r\n.\r\nMAIL FROM:<x@example.org>\r\n", "One.\n.two\r\n"])(
    "writes nothing for the bytes %j, which the dot could cut",
    async (body) => {
      const { session, server } = await start({});
      await expect(session.submit(sampleMessage(1, body))).rejects.toThrow(/complete line|starts with a dot/);
      expect(server.commands.filter((line) => line.startsWith("MAIL"))).toHaveLength(0);
    },
  );
});

describe("An address that needs SMTPUTF8", () => {
  const utf8 = { to: "jörg@example.org", needsUtf8: true };

  test("goes as UTF-8 to a relay that offers it", async () => {
    const { session, server } = await start({});
    expect(session.offersUtf8).toBe(true);
    expect(await session.submit(sampleMessage(1, "Hello.\r\n", utf8))).toMatchObject({ status: "submitted" });
    expect(server.commands).toContain("MAIL FROM:<bounce@example.org> SMTPUTF8");
    expect(server.commands).toContain("RCPT TO:<jörg@example.org>");
  });

  test("never reaches the wire of one that does not, and is not a bounce", async () => {
    const { session, server } = await start({ extensions: ["PIPELINING"] });
    expect(session.offersUtf8).toBe(false);
    expect(await session.submit(sampleMessage(1, "Hello.\r\n", utf8))).toMatchObject({
      status: "rejected",
      because: "sender",
    });
    expect(server.commands.filter((line) => line.startsWith("MAIL"))).toHaveLength(0);
    expect(session.usable).toBe(true);
  });
});
