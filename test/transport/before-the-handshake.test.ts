import { type AddressInfo, connect, createServer } from "node:net";
import { expect, test } from "@jest/globals";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { startInboxServer, trustTestAuthority } from "../support/smtp-server.ts";
import { sampleRelay } from "./sample.ts";

/** Stands between us and a server, and adds to its answer to STARTTLS what it never said, in the same packet. */
async function interloper(server: { readonly port: number }, words: string) {
  const seen: string[] = [];
  const proxy = createServer((client) => {
    const upstream = connect(server.port, "127.0.0.1");
    let asked = false;
    client.on("data", (bytes: Buffer) => {
      if (!asked) seen.push(bytes.toString("latin1"));
      asked ||= bytes.toString("latin1").startsWith("STARTTLS");
      upstream.write(bytes);
    });
    let added = false;
    upstream.on("data", (bytes: Buffer) => {
      client.write(asked && !added ? Buffer.concat([bytes, Buffer.from(words)]) : bytes);
      added ||= asked;
    });
    for (const socket of [client, upstream]) {
      socket.on("close", () => (socket === client ? upstream : client).destroy());
      socket.on("error", () => undefined);
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    port: (proxy.address() as AddressInfo).port,
    /** What we said before TLS. */
    seen,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => proxy.close(() => resolve())),
  };
}

test.each(["250-relay.example.org\r\n250 AUTH PLAIN LOGIN\r\n", "250-AUTH PLAIN"])(
  "What is said in plain text before the handshake (%j) is not believed behind it",
  async (words) => {
    using _trust = { [Symbol.dispose]: trustTestAuthority() };
    // Offers no login: who takes those words for its own would send the password.
    const server = await startInboxServer({ security: "starttls" });
    try {
      await using between = await interloper(server, words);
      const auth = { user: "editor", password: "s3cr3t" };
      const opening = smtpTransport(sampleRelay(between, { security: "starttls", auth })).open();
      await expect(opening).rejects.toMatchObject({ code: "transport/login-not-offered" });
      expect(between.seen.at(-1)).toBe("STARTTLS\r\n");
    } finally {
      await server.close();
    }
  },
);
