import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { type CertificateName, certificate } from "./certificates.ts";

/** A site on 127.0.0.1 behind TLS, which answers as told. */
export interface HttpsSite extends AsyncDisposable {
  readonly port: number;
  /** What was asked: `POST /u/abc`. */
  readonly asked: readonly string[];
  /** From now on. */
  answerWith(answer: (request: Request) => Response | Promise<Response>): void;
}

export async function startHttpsSite(name: CertificateName): Promise<HttpsSite> {
  const asked: string[] = [];
  let answerer: (request: Request) => Response | Promise<Response> = () => new Response("", { status: 404 });
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    createServer,
    serverOptions: certificate(name),
    fetch: (request) => {
      asked.push(`${request.method} ${new URL(request.url).pathname}`);
      return answerer(request);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    answerWith(answer) {
      answerer = answer;
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
