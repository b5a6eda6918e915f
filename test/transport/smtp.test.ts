import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Relay } from "../../src/model/relay.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { RelayFault } from "../../src/transport/transport.ts";
import {
  type Script,
  startInboxServer,
  startScriptedServer,
  trustTestAuthority,
} from "../support/smtp-server.ts";
import { sampleMessage, sampleRelay } from "./sample.ts";

const auth = { user: "editor", password: "s3cr3t-passw0rd" };
const cleanups: (() => Promise<void> | void)[] = [];

beforeEach(() => {
  cleanups.push(trustTestAuthority());
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Changes = Parameters<typeof sampleRelay>[1];

async function faultOf(relay: Relay): Promise<RelayFault> {
  const thrown = await smtpTransport(relay)
    .open()
    .then(
      () => undefined,
      (fault: unknown) => fault,
    );
  if (!(thrown instanceof RelayFault)) throw new Error(`Expected a RelayFault, got ${String(thrown)}`);
  expect(thrown.message).toMatch(/^The relay test \(\S+:\d+\) .*\.$/);
  expect(thrown.remedy).toMatch(/\.$/);
  expect(`${thrown.message} ${thrown.remedy} ${String(thrown.cause)}`).not.toContain(auth.password);
  return thrown;
}

async function inbox(options: Parameters<typeof startInboxServer>[0]) {
  const server = await startInboxServer(options);
  cleanups.push(() => server.close());
  return server;
}

async function scripted(script: Script) {
  const server = await startScriptedServer(script);
  cleanups.push(() => server.close());
  return server;
}

async function faultWith(script: Script, changes: Changes = {}) {
  const server = await scripted(script);
  return { server, fault: await faultOf(sampleRelay(server, changes)) };
}

describe("Opening a session", () => {
  test.each([
    ["tls", true],
    ["tls", false],
    ["starttls", true],
    ["starttls", false],
    ["none", true],
    ["none", false],
  ] as const)(
    "with security %s (pipelining: %s) logs in and hands the conversation over for many messages",
    async (security, pipelining) => {
      const server = await inbox({ auth, pipelining, ...(security === "none" ? {} : { security }) });
      const transport = smtpTransport(sampleRelay(server, { security, auth }));
      expect(transport.name).toBe(`test (127.0.0.1:${server.port})`);
      const session = await transport.open();
      for (const number of [1, 2, 3]) {
        expect(await session.submit(sampleMessage(number))).toMatchObject({ status: "submitted" });
      }
      await session.close();
      expect(server.messages).toEqual(
        [1, 2, 3].map((number) => ({
          envelope: { from: "bounce@example.org", to: [`reader${number}@example.org`] },
          bytes: sampleMessage(number).bytes,
        })),
      );
    },
  );

  test("finds a host by its name", async () => {
    const server = await inbox({ security: "starttls" });
    const session = await smtpTransport(
      sampleRelay(server, { security: "starttls", host: "localhost" }),
    ).open();
    expect(await session.submit(sampleMessage())).toMatchObject({ status: "submitted" });
    await session.close();
  });
});

describe("A login", () => {
  test("with a wrong password is a permanent fault that names the user and never the password", async () => {
    const server = await inbox({ auth: { user: "editor", password: "another" } });
    const fault = await faultOf(sampleRelay(server, { auth }));
    expect(fault).toMatchObject({ code: "transport/login-refused", stage: "auth", permanent: true });
    expect(fault.message).toContain('"editor"');
    expect(fault.message).toContain("535");
    expect(fault).toMatchObject({
      remedy: expect.stringContaining("the password in .env or the environment."),
    });
  });

  test("whose password the relay repeats shows it nowhere", async () => {
    const encoded = Buffer.from(`\0${auth.user}\0${auth.password}`).toString("base64");
    const { fault } = await faultWith(
      { extensions: ["AUTH PLAIN"], auth: `535 5.7.8 Not ${auth.password} and not ${encoded}` },
      { auth },
    );
    expect(fault.message).toContain("535 5.7.8 Not ••• and not •••");
  });

  test("that the relay cannot check right now is worth trying again", async () => {
    const { fault } = await faultWith({ extensions: ["AUTH PLAIN"], auth: "454 4.7.0 Later" }, { auth });
    expect(fault).toMatchObject({ code: "transport/login-unavailable", stage: "auth", permanent: false });
  });

  test("is not sent to a relay that does not offer one", async () => {
    const { fault, server } = await faultWith({}, { auth });
    expect(fault).toMatchObject({ code: "transport/login-not-offered", stage: "auth", permanent: true });
    expect(server.commands.filter((line) => line.startsWith("AUTH"))).toEqual([]);
  });

  test("that is never answered ends in time", async () => {
    const { fault } = await faultWith(
      { extensions: ["AUTH PLAIN"], auth: { next: "silence" } },
      { auth, timeouts: { commandMs: 150 } },
    );
    expect(fault).toMatchObject({ code: "transport/timeout", permanent: false });
  });
});

describe("TLS", () => {
  test.each(["tls", "starttls"] as const)(
    "(%s) with an expired certificate sends nothing",
    async (security) => {
      const server = await inbox({ security, certificate: "expired", auth });
      const fault = await faultOf(sampleRelay(server, { security, auth }));
      expect(fault).toMatchObject({ code: "transport/certificate", stage: "tls", permanent: true });
      expect(fault.message).toContain("expired");
    },
  );

  test.each(["tls", "starttls"] as const)(
    "(%s) with another host's certificate sends nothing",
    async (security) => {
      const server = await inbox({ security, certificate: "other-host", auth });
      const fault = await faultOf(sampleRelay(server, { security, auth }));
      expect(fault).toMatchObject({ code: "transport/certificate", stage: "tls", permanent: true });
      expect(fault.message).toContain('another host than "127.0.0.1"');
    },
  );

  test.each(["tls", "starttls"] as const)(
    "(%s) with a certificate nobody vouches for sends nothing",
    async (security) => {
      cleanups.pop()?.();
      const server = await inbox({ security, auth });
      const fault = await faultOf(sampleRelay(server, { security, auth }));
      expect(fault).toMatchObject({ code: "transport/certificate", stage: "tls", permanent: true });
      expect(fault.message).toContain("does not trust");
    },
  );

  test.each([
    ["is missing", {}],
    ["was removed on the way and is refused", { starttls: "454 4.7.0 TLS not available" }],
    ["is answered with 500", { starttls: "500 5.5.1 What?" }],
  ])("that %s never lets the password out", async (_how, script) => {
    const { fault, server } = await faultWith(
      { extensions: ["AUTH PLAIN LOGIN"], ...script },
      { security: "starttls", auth },
    );
    expect(fault).toMatchObject({ code: "transport/starttls-not-offered", stage: "tls" });
    expect(server.commands.filter((line) => !/^(EHLO|STARTTLS|QUIT)/.test(line))).toEqual([]);
    expect(server.commands.join("\n")).not.toContain("AUTH");
  });

  test("on a port that does not speak it is explained", async () => {
    const { fault } = await faultWith({}, { security: "tls", auth });
    expect(fault).toMatchObject({ code: "transport/tls", stage: "tls", permanent: true });
  });

  test("that breaks off in the middle is worth trying again", async () => {
    const { fault } = await faultWith(
      { extensions: ["STARTTLS"], starttls: { say: "220 Go", next: "end" } },
      { security: "starttls", auth },
    );
    expect(fault).toMatchObject({ stage: "tls", permanent: false });
  });
});

describe("A relay that", () => {
  test("does not exist by that name is a permanent fault", async () => {
    const fault = await faultOf(sampleRelay({ port: 25 }, { host: "relay.invalid" }));
    expect(fault).toMatchObject({ code: "transport/unknown-host", stage: "connect" });
  });

  test("is not running is worth trying again", async () => {
    const server = await scripted({});
    await server.close();
    const fault = await faultOf(sampleRelay(server));
    expect(fault).toMatchObject({ code: "transport/unreachable", stage: "connect", permanent: false });
    expect(fault.message).toContain("refused");
  });

  test.each([
    ["closes before it greets", { connect: { next: "end" } }, "transport/unreachable", false],
    ["resets before it greets", { connect: { next: "reset" } }, "transport/unreachable", false],
    ["greets with 421", { connect: "421 4.3.2 Busy" }, "transport/turned-away", false],
    ["greets with 554", { connect: "554 5.7.1 Not you" }, "transport/turned-away", true],
    ["is no mail server", { connect: "SSH-2.0-OpenSSH" }, "transport/not-smtp", true],
    ["closes at EHLO", { ehlo: { next: "end" } }, "transport/unreachable", false],
    ["answers EHLO with 421", { ehlo: "421 4.3.2 Busy" }, "transport/turned-away", false],
    ["never greets", { connect: { next: "silence" } }, "transport/timeout", false],
    ["never answers EHLO", { ehlo: { next: "silence" } }, "transport/timeout", false],
    [
      "drips its greeting",
      { connect: { say: `220 ${"x".repeat(2000)}`, dripMs: 20 } },
      "transport/timeout",
      false,
    ],
    ["drips its EHLO", { ehlo: { say: `250 ${"x".repeat(2000)}`, dripMs: 20 } }, "transport/timeout", false],
  ] as [string, Script, string, boolean][])(
    "%s is one clear fault",
    async (_how, script, code, permanent) => {
      const isLate = code === "transport/timeout";
      const timeouts = isLate ? { connectMs: 150, greetingMs: 150, commandMs: 150 } : {};
      const { fault } = await faultWith(script, { timeouts });
      expect(fault).toMatchObject({ code, permanent });
      expect(["connect", "ehlo"]).toContain(fault.stage);
    },
  );

  test("accepts the connection and never says a word of TLS is left in time", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    cleanups.push(() => void server.close());
    const timeouts = { connectMs: 150, greetingMs: 150, commandMs: 150 };
    expect(await faultOf(sampleRelay({ port }, { security: "tls", timeouts }))).toMatchObject({
      code: "transport/timeout",
      permanent: false,
    });
  });
});
