import type { Hono } from "hono";
import { LetterpressError } from "../../base/errors.ts";
import { countWaitingMails } from "../../store/service-mails.ts";
import { networkTest, type PeerEnv, peerOf } from "../server/peer.ts";
import type { Service } from "../service.ts";
import { isReadable } from "../../store/store.ts";

/**
 * For whoever watches the service: `/healthz` answers 200 while the store can be read, `/metrics` counts for
 * Prometheus. Both lie beside the site's path, since a monitor asks the service itself. `/metrics` is only for the
 * networks in `metricsFrom`, and for nobody behind a proxy.
 */
export function addHealthRoutes(app: Hono<PeerEnv>, service: Service): void {
  const { config, reads, departures, metrics } = service;
  const mayAsk = networkTest(config.service.metricsFrom);
  app.get("/healthz", async (context) => {
    const readable = await isReadable(reads);
    return context.text(readable ? "ok\n" : "the store cannot be read\n", readable ? 200 : 503);
  });
  app.get("/metrics", async (context) => {
    const peer = peerOf(context);
    const isPassedOn = ["x-forwarded-for", "forwarded", "via"].some((name) => context.req.header(name));
    if (peer === undefined || isPassedOn || !mayAsk(peer)) return context.notFound();
    const waiting = await waitingMails(service);
    return context.body(
      metrics.text([
        ...(waiting === undefined ? [] : [waiting]),
        {
          name: "letterpress_service_unsubscribes_noted",
          help: "Readers who unsubscribed and are in the journal, because the store cannot be written.",
          value: departures.noted,
        },
      ]),
      200,
      {
        "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
      },
    );
  });
}

/** Undefined while the store cannot be read: what else is counted is told all the same. */
async function waitingMails({ reads }: Service) {
  try {
    return {
      name: "letterpress_service_mails_waiting",
      help: "Confirmation and welcome mails that are not sent yet.",
      value: await countWaitingMails(reads),
    };
  } catch (fault) {
    if (fault instanceof LetterpressError) return undefined;
    throw fault;
  }
}
