import type { Hono } from "hono";
import { addRoute } from "../page/routes.ts";
import { showPage } from "../page/show-page.ts";
import type { PeerEnv } from "../server/peer.ts";
import type { Service } from "../service.ts";
import type { Archive } from "./archive.ts";

/**
 * `/help`, which the List-Help of every mail names (RFC 2369 section 3.1): how to leave, to join, to read and to write
 * to somebody.
 */
export function addHelpRoute(app: Hono<PeerEnv>, service: Service, { shelf }: Archive): void {
  addRoute(app, service, "/help", {
    get: async (context) => {
      const { replyTo, from } = service.config.lists[0].sender;
      const answers = replyTo ?? from.email;
      return showPage(context, service, "help", { answers, archive: (await shelf.issues()).length > 0 });
    },
  });
}
