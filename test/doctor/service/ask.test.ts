import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { systemClock } from "../../../src/base/clock.ts";
import { ask, isAnswer, refusedCertificate } from "../../../src/doctor/service/ask.ts";
import { certificate, trustTestAuthority } from "../../support/certificates.ts";

let untrust: () => void;

beforeAll(() => {
  untrust = trustTestAuthority();
});
afterAll(() => untrust());

/** A site that answers every request with these bytes and, unless they say otherwise, hangs up. */
async function site(bytes: string, { hangsUp = true } = {}) {
  const sockets = new Set<Socket>();
  const names: string[] = [];
  const noted = (name: string, done: (fault: null) => void) => {
    names.push(name);
    done(null);
  };
  const server = createServer({ ...certificate("localhost"), SNICallback: noted }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => (hangsUp ? socket.end(bytes) : socket.write(bytes)));
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    names,
    url: new URL(`https://localhost:${port}/u/x`),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

describe("A request always has a result", () => {
  const odd = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: odd\r\n\r\n";
  test.each([
    ["another protocol", odd, /another protocol/],
    ["nothing", "", /reset by/],
    ["what is no HTTP", "220 mail.example.org ESMTP\r\n", /./],
    ["half an answer", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", /reset by/],
  ])("when the site answers with %s", async (_, bytes, why) => {
    await using there = await site(bytes);
    const got = await ask(there.url, { method: "GET" }, { clock: systemClock });
    expect(got).toMatchObject({ why: expect.stringMatching(why) });
  });

  test.each([
    ["101 and stays", odd],
    ["nothing and stays", ""],
    ["a header and stays", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"],
  ])("when the site answers with %s", async (_, bytes) => {
    await using there = await site(bytes, { hangsUp: false });
    const got = await ask(there.url, { method: "GET" }, { clock: systemClock, patienceMs: 300 });
    expect(isAnswer(got)).toBe(false);
  });

  test("and 101 without another protocol is an answer like any other", async () => {
    await using there = await site("HTTP/1.1 101 Odd\r\n\r\n");
    expect(await ask(there.url, { method: "GET" }, { clock: systemClock })).toMatchObject({ status: 101 });
  });

  test("and an answer whose end is the end of the connection is read whole", async () => {
    await using there = await site("HTTP/1.1 200 OK\r\n\r\nall of it");
    expect(await ask(there.url, { method: "GET" }, { clock: systemClock })).toMatchObject({
      status: 200,
      body: "all of it",
    });
  });
});

test("the certificate of a site that is known by its address is asked for without a name", async () => {
  await using there = await site("");
  const at = (host: string) => new URL(`https://${host}:${there.port}/`);
  const shown = await refusedCertificate(at("127.0.0.1"), { clock: systemClock });
  expect(shown?.names).toContain("localhost");
  await refusedCertificate(at("localhost"), { clock: systemClock });
  expect(there.names).toEqual(["localhost"]);
});
