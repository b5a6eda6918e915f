import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { Relay } from "../../src/model/relay.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { authority, certificate } from "../support/certificates.ts";
import { startInboxServer, startScriptedServer } from "../support/smtp-server.ts";
import { sampleMessage, sampleRelay } from "./sample.ts";

/** Nothing here trusts the test authority but a relay whose `tls` names it. */
const ca = authority();
const secret = "s3cr3t-passw0rd";
const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function inbox(options: Parameters<typeof startInboxServer>[0]) {
  const server = await startInboxServer(options);
  cleanups.push(() => server.close());
  return server;
}

/** `submitted`, or the fault that there was instead of a session. */
async function tried(relay: Relay): Promise<unknown> {
  try {
    const session = await smtpTransport(relay).open();
    const { status } = await session.submit(sampleMessage());
    await session.close();
    return status;
  } catch (fault) {
    const { message, remedy } = fault as { message: string; remedy: string };
    expect(JSON.stringify(fault) + message + remedy).not.toContain(secret);
    return fault;
  }
}

describe.each(["tls", "starttls"] as const)("TLS (%s)", (security) => {
  test("counts the authority that the relay's tls names, and only that one", async () => {
    const server = await inbox({ security });
    expect(await tried(sampleRelay(server, { security }))).toMatchObject({ code: "transport/certificate" });
    expect(await tried(sampleRelay(server, { security, tls: { ca } }))).toBe("submitted");
    const other = certificate("other-host").cert;
    expect(await tried(sampleRelay(server, { security, tls: { ca: other } }))).toMatchObject({
      code: "transport/certificate",
      remedy: expect.stringContaining("tls: ca"),
    });
  });

  test("takes the certificate of another name when that is said, and tells which name was wanted", async () => {
    const server = await inbox({ security, certificate: "other-host" });
    const named = (servername: string) => sampleRelay(server, { security, tls: { ca, servername } });
    expect(await tried(named("mail.example.org"))).toBe("submitted");
    expect(await tried(named("smtp.example.org"))).toMatchObject({
      code: "transport/certificate",
      message: expect.stringContaining('another host than "smtp.example.org"'),
    });
  });

  test("speaks nothing older than what was asked for", async () => {
    const server = await inbox({ security, tls: { maxVersion: "TLSv1.2" } });
    expect(await tried(sampleRelay(server, { security, tls: { ca } }))).toBe("submitted");
    expect(await tried(sampleRelay(server, { security, tls: { ca, minVersion: "TLSv1.3" } }))).toMatchObject({
      code: "transport/tls",
      permanent: true,
    });
  });

  test("shows a certificate to a relay that asks for one, and says so when there is none", async () => {
    const { cert, key } = certificate("client");
    const server = await inbox({ security, tls: { requestCert: true, rejectUnauthorized: true, ca: cert } });
    expect(await tried(sampleRelay(server, { security, tls: { ca, cert, key } }))).toBe("submitted");
    expect(await tried(sampleRelay(server, { security, tls: { ca } }))).toMatchObject({
      code: "transport/client-certificate",
      stage: "tls",
      permanent: true,
      message: expect.stringContaining("wants a certificate from us"),
    });
  });

  test("takes any certificate only when that was said, for a relay on this machine", async () => {
    const server = await inbox({ security, certificate: "expired" });
    const tls = { rejectUnauthorized: false };
    expect(await tried(sampleRelay(server, { security, tls }))).toBe("submitted");
  });
});

describe("A login", () => {
  const user = "editor";

  test.each([
    ["plain", "PLAIN"],
    ["login", "LOGIN"],
    ["cram-md5", "CRAM-MD5"],
  ] as const)("goes by %s when that is said", async (method, offered) => {
    const server = await inbox({
      auth: { user, password: secret },
      authMethods: ["PLAIN", "LOGIN", "CRAM-MD5"],
    });
    expect(await tried(sampleRelay(server, { auth: { user, password: secret, method } }))).toBe("submitted");
    expect(
      await tried(sampleRelay(server, { auth: { user, password: `${secret}x`, method } })),
    ).toMatchObject({
      code: "transport/login-refused",
    });
    const others = ["PLAIN", "LOGIN", "CRAM-MD5"].filter((one) => one !== offered);
    const without = await inbox({ auth: { user, password: secret }, authMethods: others });
    expect(await tried(sampleRelay(without, { auth: { user, password: secret, method } }))).toMatchObject({
      code: "transport/login-not-offered",
      message: expect.stringContaining(`does not offer the login ${method}`),
    });
  });

  test("goes by an access token, and a refused one is told with the relay's words", async () => {
    const server = await inbox({ auth: { user, password: secret }, authMethods: ["XOAUTH2"] });
    const method = "xoauth2" as const;
    expect(await tried(sampleRelay(server, { auth: { user, accessToken: secret, method } }))).toBe(
      "submitted",
    );
    expect(await tried(sampleRelay(server, { auth: { user, accessToken: "old", method } }))).toMatchObject({
      code: "transport/login-refused",
      permanent: true,
      message: expect.stringContaining("with the access token it was given"),
      remedy: expect.stringContaining("get a new access token"),
    });
  });

  test("whose token the relay repeats shows it nowhere", async () => {
    const server = await startScriptedServer({
      extensions: ["AUTH XOAUTH2"],
      auth: ({ line }) => `535 5.7.8 Not ${line} and not ${secret}`,
    });
    cleanups.push(() => server.close());
    const auth = { user, accessToken: secret, method: "xoauth2" } as const;
    const fault = await tried(sampleRelay(server, { auth }));
    expect(fault).toMatchObject({ message: expect.stringContaining("Not AUTH XOAUTH2 ••• and not •••") });
  });
});

describe("A connection", () => {
  test.each([1, 2])("says the name it was given, at a depth of %d", async (depth) => {
    const server = await startScriptedServer({ extensions: ["PIPELINING", "CHUNKING"] });
    cleanups.push(() => server.close());
    expect(await tried(sampleRelay(server, { helo: "news.example.org", depth }))).toBe("submitted");
    const greetings = server.commands.filter((line) => line.startsWith("EHLO"));
    expect(greetings).toEqual(Array(depth).fill("EHLO news.example.org"));
  });

  test("comes from the address it was given, and says so when this machine has no such address", async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((socket) => {
      seen.push(socket.remoteAddress);
      socket.end("554 5.7.1 Go away\r\n");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanups.push(() => void server.close());
    const { port } = server.address() as AddressInfo;
    expect(await tried(sampleRelay({ port }, { localAddress: "127.0.0.2" }))).toMatchObject({
      code: "transport/turned-away",
    });
    expect(seen).toEqual(["127.0.0.2"]);
    expect(await tried(sampleRelay({ port }, { localAddress: "192.0.2.1" }))).toMatchObject({
      code: "transport/local-address",
      message: expect.stringContaining("from 192.0.2.1"),
      permanent: true,
    });
  });
});
