import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { describe, expect, test } from "@jest/globals";
import { type PressWork, templatesOf } from "../../src/delivery/press/press-work.ts";
import { openPresses } from "../../src/delivery/press/presses.ts";
import { personalize } from "../../src/message/personalize.ts";
import type { Started } from "../../src/store/ledger.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { certificate } from "../support/certificates.ts";
import { chancesFrom } from "../support/chances.ts";
import { ed25519Key } from "../support/dkim-verifier.ts";
import { buildEdition, buildSender, fieldSlot, testKey } from "../support/message-builder.ts";
import { startScriptedServer } from "../support/smtp-server.ts";
import { sampleRelay } from "../transport/sample.ts";

/*
 * Messages of all sizes, up to forty at once on one connection, are spliced into a few buffers that are used again and
 * again, while the relay reads slowly: what the socket has not given to the kernel yet must not be written over. The
 * kernel takes some 2.5 MB at once, so there are forty on their way on each connection, or messages of 4 MB that go
 * piece by piece.
 */
const depth = 40;
/** They share the buffers. */
const connections = 2;
const chances = chancesFrom(Number(process.env.LETTERPRESS_SEED ?? 11));

const editions = Array.from({ length: 12 }, (_, number) => editionOf(`v${number}`, 18_000));
const large = Array.from({ length: 2 }, (_, number) => editionOf(`large${number}`, 250_000));

function editionOf(variant: string, length: number) {
  const words = chances.times(length, () => chances.pick(["movable", "type", "changed", "reading", "ä=ß"]));
  const text = [`${words.join(" ")}\n`, fieldSlot("firstName", "plain", "you"), "\nBye.\n"];
  return buildEdition({ variant, text, html: [`<p>${words.join(" ")}</p>`] });
}

const work: Omit<PressWork, "editions"> = {
  sender: buildSender(),
  names: { issue: "hello", list: "weekly", date: 0 },
  key: testKey,
  signingKeys: [ed25519Key()].map(({ domain, selector, privateKeyPem }) => ({
    domain,
    selector,
    privateKeyPem,
  })),
};

/** So many readers of these editions, and what each has to get, whichever way it is sent. */
const readersOf = (count: number, of: typeof editions) => {
  const readers = Array.from(
    { length: count },
    (_, index): Started => ({
      subscriber: index + 1,
      email: `r${index + 1}@example.org`,
      fields: { firstName: "x".repeat(1 + ((index * 37) % 190)) },
      unsubscribeToken: `token${index + 1}`,
      variant: chances.pick(of).variant,
      attempts: 1,
      waits: 0,
    }),
  );
  const expected = once(() => {
    const templates = templatesOf({ ...work, editions: of });
    return readers.map((reader) => {
      const template = templates.get(reader.variant);
      if (template === undefined) throw new Error(`no edition for ${reader.variant}`);
      return { email: reader.email, bytes: personalize(template, reader).bytes };
    });
  });
  return { readers, editions: of, expected };
};
const many = readersOf(120, editions);
const few = readersOf(8, large);

describe.each([
  ["in this thread", 0],
  ["in threads of its own", 2],
])("A press %s that uses its sheets again", (_where, threads) => {
  test.each<readonly [string, readonly string[], ReturnType<typeof readersOf>, "none" | "tls"]>([
    ["BDAT, forty at once", ["PIPELINING", "CHUNKING"], many, "none"],
    ["DATA, the next envelope with the dot", ["PIPELINING"], many, "none"],
    ["BDAT, piece by piece", ["PIPELINING", "CHUNKING"], few, "none"],
    ["DATA, piece by piece", ["PIPELINING"], few, "none"],
    ["BDAT through TLS", ["PIPELINING", "CHUNKING"], many, "tls"],
    ["BDAT through TLS, piece by piece", ["PIPELINING", "CHUNKING"], few, "tls"],
  ])(
    "hands over every byte to a relay that reads slowly, by %s",
    async (_way, extensions, { readers, editions: of, expected }, security) => {
      const server = await startScriptedServer({ strict: true, extensions });
      await using slow = await slowLine(server.port, security);
      const relay = sampleRelay(slow, {
        depth,
        security,
        tls: { rejectUnauthorized: false },
        timeouts: { dotMs: 20_000, dataMs: 20_000, messageMs: 20_000 },
      });
      const transport = smtpTransport(relay);
      await using presses = openPresses({ ...work, editions: of }, [transport], threads, () => undefined);
      const sessions = await Promise.all(
        Array.from({ length: connections }, () => presses.of(transport).open()),
      );
      let next = 0;
      const places = sessions.flatMap((session) =>
        Array.from({ length: session.depth }, async () => {
          for (let reader = readers[next++]; reader !== undefined; reader = readers[next++])
            expect(await session.submit(reader)).toMatchObject({ status: "submitted" });
        }),
      );
      await Promise.all(places);
      for (const session of sessions) await session.close();
      await server.close();
      const got = new Map(server.kept.map(({ envelope, bytes }) => [envelope.to[0], bytes]));
      const wrong = expected().filter(({ email, bytes }) => got.get(email)?.equals(bytes) !== true);
      expect(wrong.map(({ email }) => email)).toEqual([]);
      expect(server.kept).toHaveLength(readers.length);
    },
    60_000,
  );
});

/** Made when it is first wanted, and kept. */
function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

/** Takes a little from the sender, and pauses; everything from the relay passes at once. */
async function slowLine(
  port: number,
  security: "none" | "tls",
): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets: Socket[] = [];
  const line = security === "tls" ? createTlsServer(certificate("localhost"), pass) : createServer(pass);
  function pass(sender: Socket): void {
    const relay = connect(port, "127.0.0.1");
    sockets.push(sender, relay);
    for (const socket of [sender, relay]) socket.on("error", () => undefined).setNoDelay(true);
    sender.on("close", () => relay.destroy());
    relay.on("close", () => sender.destroy());
    relay.on("data", (bytes) => sender.write(bytes));
    sender.on("data", (bytes) => {
      relay.write(bytes);
      sender.pause();
      setTimeout(() => sender.resume(), 3);
    });
  }
  await new Promise<void>((resolve) => line.listen(0, "127.0.0.1", resolve));
  return {
    port: (line.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => line.close(() => resolve()));
    },
  };
}
