import { type AddressInfo, createServer, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { smtpTransport } from "../../src/transport/smtp.ts";
import type { Session } from "../../src/transport/transport.ts";
import { certificate } from "../support/certificates.ts";
import { trustTestAuthority } from "../support/smtp-server.ts";
import { sampleMessage, sampleRelay } from "./sample.ts";

/** How the link ends: TLS says so and closes, the connection below it closes without a word of TLS, or it is reset. */
type Ending = "close_notify" | "closed" | "reset";

const all = ["PIPELINING", "CHUNKING", "SMTPUTF8"];
const cleanups: (() => unknown)[] = [];

beforeEach(() => {
  cleanups.push(trustTestAuthority());
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/**
 * A relay with STARTTLS that offers one thing in plain text and another behind it, and whose link ends when it is told
 * to.
 */
async function opened(
  { plain = all, behind = all }: { readonly plain?: readonly string[]; readonly behind?: readonly string[] },
  depth: number,
  ends?: { readonly how: Ending; readonly at: RegExp },
): Promise<Session> {
  const server = createServer((socket) => {
    cleanups.push(() => socket.destroy());
    socket.on("error", () => undefined);
    socket.write("220 relay.example.org\r\n");
    socket.on("data", function inPlainText(bytes: Buffer) {
      if (bytes.toString().startsWith("EHLO")) return socket.write(ehlo([...plain, "STARTTLS"]));
      socket.off("data", inPlainText);
      socket.write("220 2.0.0 Go ahead\r\n");
      return converse(new TLSSocket(socket, { isServer: true, ...certificate("localhost") }), socket);
    });
  });
  function converse(tls: TLSSocket, below: Socket): void {
    let heard = "";
    tls.on("error", () => undefined);
    tls.on("data", (bytes: Buffer) => {
      heard += bytes.toString("latin1");
      if (ends?.at.test(heard)) return endBy(ends.how, tls, below);
      for (const line of bytes.toString("latin1").split("\r\n")) {
        if (line.startsWith("EHLO")) tls.write(ehlo(behind));
        else if (line === "DATA") tls.write("354 Go ahead\r\n");
        else if (line === "QUIT") tls.end("221 2.0.0 Bye\r\n");
        else if (/^(?:MAIL|RCPT|RSET)/.test(line)) tls.write("250 2.0.0 Ok\r\n");
      }
    });
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const relay = sampleRelay({ port }, { host: "localhost", security: "starttls", depth });
  const session = await smtpTransport(relay).open();
  cleanups.push(() => session.close());
  return session;
}

function ehlo(extensions: readonly string[]): string {
  const lines = ["relay.example.org", ...extensions];
  return lines.map((line, index) => `250${index + 1 < lines.length ? "-" : " "}${line}\r\n`).join("");
}

function endBy(how: Ending, tls: TLSSocket, below: Socket): void {
  if (how === "close_notify") tls.end();
  else if (how === "closed") below.end();
  else below.resetAndDestroy();
}

describe("Behind STARTTLS", () => {
  test.each([1, 4])("only what the relay offers there counts, at depth %d", async (depth) => {
    const less = await opened({ behind: [] }, depth);
    expect([less.depth, less.offersUtf8]).toEqual([1, false]);
    const more = await opened({ plain: [] }, depth);
    expect([more.depth, more.offersUtf8]).toEqual([depth, true]);
  });

  const large = "0123456789abcdef\r\n".repeat(600_000);
  test.each(
    (["close_notify", "closed", "reset"] as const).flatMap((how) => [1, 4].map((depth) => ({ how, depth }))),
  )("a link that ends ($how) in the middle of a message leaves it unsent, at depth $depth", async (ends) => {
    const session = await opened({}, ends.depth, { how: ends.how, at: /\n0123456789/ });
    expect(await session.submit(sampleMessage(1, large))).toMatchObject({ status: "unsent" });
    expect(session.usable).toBe(false);
  });

  test.each(
    (["close_notify", "closed", "reset"] as const).flatMap((how) => [1, 4].map((depth) => ({ how, depth }))),
  )("one that ends ($how) behind a message makes it uncertain, at depth $depth", async (ends) => {
    const session = await opened({}, ends.depth, {
      how: ends.how,
      at: ends.depth === 1 ? /\r\n\.\r\n/ : /Hello/,
    });
    expect(await session.submit(sampleMessage())).toMatchObject({ status: "uncertain" });
  });
});
