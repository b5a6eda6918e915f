import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { type CertificateName, certificate } from "./certificates.ts";

/** What a page of a test's site answers: a status, headers, or something of its own. */
export interface Page {
  readonly code?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Answers itself, or does not. */
  readonly act?: (request: IncomingMessage, response: ServerResponse) => void;
}

export interface WebServer extends AsyncDisposable {
  /** `http://127.0.0.1:40001`, without a slash. */
  readonly url: string;
  readonly port: number;
  /** `HEAD /a`, in the order in which they came. */
  readonly requests: string[];
  readonly userAgents: ReadonlySet<string>;
  /** The most requests that were open at one time. */
  readonly mostAtOnce: number;
}

/**
 * A site on this machine whose pages a test gives; every other page is a 404. With a certificate it speaks HTTPS as
 * localhost.
 */
export async function webServer(
  pages: Readonly<Record<string, Page>>,
  options: { readonly certificate?: CertificateName; readonly slowMs?: number } = {},
): Promise<WebServer> {
  const requests: string[] = [];
  const userAgents = new Set<string>();
  let [open, mostAtOnce] = [0, 0];
  const answer: RequestListener = async (request, response) => {
    open += 1;
    mostAtOnce = Math.max(mostAtOnce, open);
    response.once("close", () => {
      open -= 1;
    });
    requests.push(`${request.method} ${request.url}`);
    userAgents.add(request.headers["user-agent"] ?? "");
    if (options.slowMs !== undefined) await wait(options.slowMs);
    const page = pages[request.url ?? ""] ?? { code: 404 };
    if (page.act !== undefined) return page.act(request, response);
    response.writeHead(page.code ?? 200, { "content-type": "text/html", ...page.headers });
    response.end();
  };
  const name = options.certificate;
  const server = name === undefined ? createServer(answer) : createTlsServer(certificate(name), answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: name === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`,
    port,
    requests,
    userAgents,
    get mostAtOnce() {
      return mostAtOnce;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
