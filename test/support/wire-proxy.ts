import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Stands between a client and a server on this machine, as somebody on the network would. */
export interface WireProxy extends AsyncDisposable {
  readonly port: number;
  /** Every byte the clients have sent so far, of all connections one after the other. */
  heard(): Buffer;
  /** From now on nothing passes on the connections there are; neither side is told, and both stay open. */
  freeze(): void;
  /** New connections go there. */
  pointTo(port: number): void;
}

/** `change` is what becomes of the bytes of the server on their way to the client. */
export async function wireProxy(
  port: number,
  change: (bytes: Buffer) => Buffer = (bytes) => bytes,
): Promise<WireProxy> {
  const heard: Buffer[][] = [];
  const sockets = new Set<Socket>();
  let target = port;
  const proxy = createServer((client) => {
    const server = connect(target, "127.0.0.1");
    const said: Buffer[] = [];
    heard.push(said);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on("end", () => to.end());
    }
    client.on("data", (bytes) => {
      said.push(bytes);
      server.write(bytes);
    });
    server.on("data", (bytes) => client.write(change(bytes)));
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    port: (proxy.address() as AddressInfo).port,
    heard: () => Buffer.concat(heard.flat()),
    freeze() {
      for (const socket of sockets) socket.pause();
    },
    pointTo(next) {
      target = next;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => proxy.close(() => resolve()));
    },
  };
}
