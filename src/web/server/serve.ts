import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { faultText, LetterpressError } from "../../base/errors.ts";
import { readersApp } from "../readers-app.ts";
import type { Service } from "../service.ts";

/** The readers' service, listening. */
export interface ReadersServer extends AsyncDisposable {
  /** `http://127.0.0.1:8025` */
  readonly url: string;
  readonly port: number;
  /**
   * Takes no more connections, answers what was asked, ends what is not done after `drainMs`, and waits until
   * everything that was answered is on the disk.
   */
  close(): Promise<void>;
}

/** Listens where `letterpress.yaml` says; port 0 is any free one. Throws a LetterpressError when it cannot. */
export async function serveReaders(service: Service, drainMs = 10_000): Promise<ReadersServer> {
  const { host, port } = service.config.service;
  const app = readersApp(service);
  let draining = false;
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: async (request, env) => {
      const answer = await app.fetch(request, env);
      if (draining) answer.headers.set("Connection", "close");
      return answer;
    },
    serverOptions: timeouts,
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(portFault(host, port, cause)));
    server.listen(port, host, resolve);
  });
  const actual = (server.address() as AddressInfo).port;
  const close = async () => {
    draining = true;
    const late = setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), drainMs);
    await new Promise<void>((resolve) => server.close(() => resolve()));
    clearTimeout(late);
    await service.close();
  };
  const name = host.includes(":") ? `[${host}]` : host;
  return { url: `http://${name}:${actual}`, port: actual, close, [Symbol.asyncDispose]: close };
}

/**
 * Milliseconds. Who sends a request byte by byte does not hold a connection for long. A connection is kept longer than
 * proxies keep theirs (nginx: 60 s), so that none is ended in the moment in which the proxy uses it again.
 */
const timeouts = { headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 75_000 };

function portFault(host: string, port: number, cause: unknown): LetterpressError {
  return new LetterpressError(
    "web/port",
    `The service cannot listen on ${host}, port ${port}: ${faultText(cause)}.`,
    'Choose another under "service" in letterpress.yaml, or end the program that uses it.',
    { cause },
  );
}
