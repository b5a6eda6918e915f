import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import { localGreeting } from "../../src/transport/local-greeting.ts";

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

async function greetingOf(greet: (socket: Socket) => void): Promise<string | undefined> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    cleanups.push(() => socket.destroy());
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => server.close());
  return localGreeting({ host: "127.0.0.1", port: (server.address() as AddressInfo).port });
}

test("The first line of a server on this machine is its greeting, in however many pieces it comes", async () => {
  expect(await greetingOf((socket) => socket.write("220 mail ESMTP\r\n"))).toBe("220 mail ESMTP");
  expect(
    await greetingOf((socket) => {
      socket.write("220-ma");
      setImmediate(() => socket.write("il\r\n220 more\r\n"));
    }),
  ).toBe("220-mail");
});

test("A server that says no whole line has none, whether it is silent, drips, talks on or hangs up", async () => {
  const silent = () => undefined;
  const drips = (socket: Socket) => {
    const timer = setInterval(() => socket.write("2"), 100);
    cleanups.push(() => clearInterval(timer));
  };
  const talksOn = (socket: Socket) => socket.write("2".repeat(600));
  const hangsUp = (socket: Socket) => socket.end("220 ma");
  const heard = await Promise.all([silent, drips, talksOn, hangsUp].map(greetingOf));
  expect(heard).toEqual([undefined, undefined, undefined, undefined]);
});

test("Where nothing listens, and on any other machine, nothing is heard", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  expect(await localGreeting({ host: "127.0.0.1", port })).toBeUndefined();
  expect(await localGreeting({ host: "smtp.example.org", port: 25 })).toBeUndefined();
});
