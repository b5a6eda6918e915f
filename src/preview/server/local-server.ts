import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";
import { faultText, LetterpressError } from "../../base/errors.ts";

/** A web server that only this machine reaches. */
export interface LocalServer extends AsyncDisposable {
  /** `http://127.0.0.1:41233` */
  readonly url: string;
  readonly port: number;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1; `port` 0 is any free one. `build` gets the port. Throws LetterpressError when it cannot be
 * used.
 */
export async function serveLocally(port: number, build: (port: number) => Hono): Promise<LocalServer> {
  let app: Hono | undefined;
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: (request) => app?.fetch(request) ?? new Response("Not ready", { status: 503 }),
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new LetterpressError(
          "preview/port",
          `Port ${port} of this machine cannot be used: ${faultText(cause)}.`,
          "Choose another port, or end the program that uses it.",
          { cause },
        ),
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  const actual = (server.address() as AddressInfo).port;
  app = build(actual);
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      if ("closeAllConnections" in server) server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${actual}`, port: actual, close, [Symbol.asyncDispose]: close };
}
