import { existsSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Outcome } from "../../src/model/outcome.ts";
import { moduleTransport } from "../../src/transport/module-transport.ts";
import { startScriptedServer } from "../support/smtp-server.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { sampleMessage } from "./sample.ts";

let folder: Awaited<ReturnType<typeof tempFolder>>;

beforeEach(async () => {
  folder = await tempFolder({});
  await mkdir(join(folder.path, "news/relays"), { recursive: true });
});

afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

/** A module whose function returns `made`, an expression; `environment` is in its reach. */
async function relay(made: string, { messageMs = 5_000 } = {}) {
  const name = `relays/made-${Math.random()}.mjs`;
  await writeFile(join(folder.path, "news", name), `export default ({ environment }) => (${made});\n`);
  return transportOf(name, messageMs);
}

function transportOf(module: string, messageMs = 5_000, connectMs = 2_000) {
  const timeouts = { connectMs, messageMs };
  const environment = { WORD: "from outside" };
  return moduleTransport({ name: "own", root: join(folder.path, "news"), module, environment, timeouts });
}

/** A transport of nodemailer whose `send` does this with `mail` and `done`. */
const sends = (body: string) => `{ name: "own", version: "1", send(mail, done) { ${body} } }`;

async function outcome(made: string, options?: { messageMs: number }): Promise<Outcome> {
  const session = await (await relay(made, options)).open();
  try {
    return await session.submit(sampleMessage());
  } finally {
    await session.close();
  }
}

describe("a relay module", () => {
  test("gets our bytes as they are, with our envelope, and the environment", async () => {
    const made = sends(`
      const chunks = [];
      const stream = mail.message.createReadStream();
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        const { from, to } = mail.message.getEnvelope();
        const bytes = Buffer.concat(chunks).toString("base64");
        done(null, { envelope: { from, to }, response: JSON.stringify({ from, to, bytes, word: environment.WORD }) });
      });`);
    const session = await (await relay(made)).open();
    const { bytes, envelope } = sampleMessage(7, "One.\r\n\r\nTwo, with an ending.\r\n");
    const message = { envelope, bytes, messageId: "<7@example.org>" };
    const { status, reply } = (await session.submit(message)) as { status: string; reply: string };
    expect(status).toBe("submitted");
    const { from, to, word } = JSON.parse(reply.replace(/"bytes":"[^"]*",?/, "")) as Record<string, unknown>;
    expect({ from, to, word }).toEqual({ from: envelope.from, to: [envelope.to], word: "from outside" });
    expect(reply).toContain(bytes.toString("base64"));
  });

  test("may return options of nodemailer, such as those of SMTP, and the bytes arrive as they are", async () => {
    const server = await startScriptedServer();
    try {
      const session = await (
        await relay(`{ host: "127.0.0.1", port: ${server.port}, ignoreTLS: true }`)
      ).open();
      const message = sampleMessage(3);
      expect(await session.submit(message)).toMatchObject({ status: "submitted" });
      await session.close();
      expect(server.kept).toEqual([
        { envelope: { from: message.envelope.from, to: [message.envelope.to] }, bytes: message.bytes },
      ]);
    } finally {
      await server.close();
    }
  });

  test.each<[string, string, Partial<Outcome>]>([
    ["throws", `throw new Error("boom")`, { status: "uncertain" }],
    [
      "fails without a word of what became of the message",
      `done(new Error("gone"))`,
      { status: "uncertain" },
    ],
    [
      "loses the link",
      `done(Object.assign(new Error("lost"), { code: "ECONNECTION", command: "CONN" }))`,
      { status: "uncertain" },
    ],
    [
      "answers 451",
      `done(Object.assign(new Error("x"), { responseCode: 451, response: "451 4.7.1 Later", command: "RCPT TO" }))`,
      { status: "deferred", reply: "451 4.7.1 Later" },
    ],
    [
      "answers 550 at RCPT",
      `done(Object.assign(new Error("x"), { responseCode: 550, response: "550 5.1.1 No such user", command: "RCPT TO" }))`,
      { status: "rejected", because: "mailbox" },
    ],
    [
      "answers 554 to the message",
      `done(Object.assign(new Error("x"), { responseCode: 554, response: "554 5.7.1 Spam", command: "DATA" }))`,
      { status: "rejected", because: "sender", stage: "dot" },
    ],
    [
      "answers 550 at MAIL",
      `done(Object.assign(new Error("x"), { responseCode: 550, response: "550 5.7.1 No", command: "MAIL FROM" }))`,
      { status: "refused" },
    ],
    [
      "names the reader among the rejected",
      `done(null, { accepted: [], rejected: ["Reader1@example.org"], response: "no" })`,
      { status: "rejected", because: "delivery" },
    ],
    [
      "names the reader among the rejected, and why",
      `done(null, { rejected: ["reader1@example.org"], rejectedErrors: [{ responseCode: 550, response: "550 5.1.1 Unknown" }] })`,
      { status: "rejected", because: "mailbox" },
    ],
    [
      "says that it is final",
      `done(Object.assign(new Error("never"), { permanent: true }))`,
      { status: "rejected", because: "sender" },
    ],
    [
      "says that it is not final",
      `done(Object.assign(new Error("later"), { permanent: false }))`,
      { status: "deferred" },
    ],
    [
      "is throttled by AWS",
      `done(Object.assign(new Error("Rate exceeded"), { name: "Throttling", $metadata: { httpStatusCode: 400 } }))`,
      { status: "deferred" },
    ],
    [
      "has no rights at AWS",
      `done(Object.assign(new Error("no"), { $metadata: { httpStatusCode: 403 } }))`,
      { status: "refused" },
    ],
    [
      "is refused by AWS",
      `done(Object.assign(new Error("Email address is not verified"), { name: "MessageRejected", $metadata: { httpStatusCode: 400 } }))`,
      { status: "rejected", because: "sender" },
    ],
    [
      "meets a fault of AWS",
      `done(Object.assign(new Error("x"), { $metadata: { httpStatusCode: 503 } }))`,
      { status: "uncertain" },
    ],
    [
      "is throttled by AWS at its first attempt",
      `done(Object.assign(new Error("Rate exceeded"), { name: "Throttling", $metadata: { httpStatusCode: 429, attempts: 1 } }))`,
      { status: "deferred", asksForLess: true },
    ],
    [
      "is throttled by AWS after an attempt whose answer may be lost",
      `done(Object.assign(new Error("Rate exceeded"), { name: "Throttling", $metadata: { httpStatusCode: 429, attempts: 2 } }))`,
      {
        status: "uncertain",
        reason: "After 2 attempts of its own the transport said: Throttling: Rate exceeded",
      },
    ],
    [
      "is refused by AWS after an attempt whose answer may be lost",
      `done(Object.assign(new Error("no"), { name: "MessageRejected", $metadata: { httpStatusCode: 400, attempts: 3 } }))`,
      { status: "uncertain" },
    ],
    [
      "cannot connect any more after an attempt whose answer may be lost",
      `done(Object.assign(new Error("x"), { code: "ECONNREFUSED", syscall: "connect", $metadata: { attempts: 3 } }))`,
      { status: "uncertain" },
    ],
    [
      "cannot connect",
      `done(Object.assign(new Error("x"), { code: "ESOCKET", syscall: "connect" }))`,
      { status: "unsent" },
    ],
    ["cannot log in", `done(Object.assign(new Error("x"), { code: "EAUTH" }))`, { status: "unsent" }],
  ])("that %s", async (_, body, wanted) => {
    expect(await outcome(sends(body))).toMatchObject(wanted);
  });

  test("that never comes to an end leaves the reader uncertain, and the session takes no more", async () => {
    const session = await (await relay(sends(""), { messageMs: 100 })).open();
    expect(await session.submit(sampleMessage())).toMatchObject({
      status: "uncertain",
      reason: "The transport was given up: it did not come to an end within 100 ms.",
    });
    expect(session.usable).toBe(false);
    await session.ended;
    expect(await session.submit(sampleMessage(2))).toMatchObject({ status: "unsent" });
  });

  test.each([
    ["that is not there", "relays/nothing.mjs", "cannot be loaded"],
    ["that lies elsewhere", "../outside.mjs", "it leads out of the newsletter's folder"],
    ["that a link leads to elsewhere", "relays/link.mjs", "it leads out of the newsletter's folder"],
    ["that is no code", "relays/broken.mjs", "cannot be loaded: SyntaxError"],
    ["without a function", "relays/plain.mjs", "its default export is not a function"],
    ["whose function throws", "relays/throws.mjs", "made no transport: no region"],
    [
      "whose function returns nothing",
      "relays/nothing-made.mjs",
      "made no transport: its function returned undefined",
    ],
  ])("%s is a permanent fault of the relay", async (_, module, says) => {
    const { path } = folder;
    await writeFile(join(path, "outside.mjs"), "throw new Error('it was loaded');");
    await symlink(join(path, "outside.mjs"), join(path, "news/relays/link.mjs"));
    await writeFile(join(path, "news/relays/broken.mjs"), "export default (");
    await writeFile(join(path, "news/relays/plain.mjs"), "export default { host: 'x' };");
    await writeFile(
      join(path, "news/relays/throws.mjs"),
      "export default () => { throw new Error('no region'); };",
    );
    await writeFile(join(path, "news/relays/nothing-made.mjs"), "export default () => undefined;");
    await expect(transportOf(module).open()).rejects.toMatchObject({
      name: "LetterpressError",
      code: "transport/module",
      permanent: true,
      message: expect.stringContaining(says),
    });
  });

  describe.each([
    ["that is never loaded", "await new Promise(() => {}); export default () => ({});"],
    ["whose function never comes to an end", "export default () => new Promise(() => {});"],
    [
      "whose provider never answers",
      `export default () => ({ sendMail() {}, verify: () => new Promise(() => {}), close() {} });`,
    ],
  ])("%s", (_what, code) => {
    const longMs = 600_000;

    test("is given up at its deadline, for now", async () => {
      await writeFile(join(folder.path, "news/relays/endless.mjs"), code);
      await expect(transportOf("relays/endless.mjs", longMs, 100).open()).rejects.toMatchObject({
        code: "transport/module",
        permanent: false,
        message: expect.stringContaining("was given up: it did not come to an end within 100 ms"),
      });
    });

    test("is given up as soon as nobody waits for it", async () => {
      await writeFile(join(folder.path, "news/relays/endless.mjs"), code);
      const stop = new AbortController();
      const opening = transportOf("relays/endless.mjs", longMs, longMs).open(stop.signal);
      setTimeout(() => stop.abort(), 50);
      await expect(opening).rejects.toMatchObject({ name: "LetterpressError", permanent: false });
      const stopped = transportOf("relays/endless.mjs", longMs, longMs).open(stop.signal);
      await expect(stopped).rejects.toMatchObject({ code: "transport/module" });
    });
  });

  test.each([
    ["comes after it was given up", "new Promise((made) => setTimeout(() => made(transport), 300))"],
    ["does not answer before it is given up", "transport"],
  ])("whose transport %s closes it", async (_when, returned) => {
    const closed = join(folder.path, "closed");
    const code = `
      import { writeFileSync } from "node:fs";
      const transport = {
        sendMail() {},
        verify: () => new Promise(() => {}),
        close() { writeFileSync(${JSON.stringify(closed)}, "yes"); },
      };
      export default () => ${returned};`;
    await writeFile(join(folder.path, "news/relays/late.mjs"), code);
    await expect(transportOf("relays/late.mjs", 5_000, 100).open()).rejects.toMatchObject({
      code: "transport/module",
    });
    while (!existsSync(closed)) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  test("that cannot reach its provider is a fault that may pass", async () => {
    const server = await startScriptedServer();
    await server.close();
    const transport = await relay(`{ host: "127.0.0.1", port: ${server.port}, ignoreTLS: true }`);
    await expect(transport.open()).rejects.toMatchObject({ code: "transport/module", permanent: false });
  });
});
