import type { Context, Hono } from "hono";
import type { PeerEnv } from "../server/peer.ts";
import type { Service } from "../service.ts";
import { showPage } from "./show-page.ts";

/** What answers a request. */
export type Answer = (context: Context<PeerEnv>) => Response | Promise<Response>;

/**
 * Adds a route below the site's path. A GET answers HEAD too, and changes nothing; every other method is answered with
 * 405 and the methods that there are (RFC 9110 section 15.5.6).
 */
export function addRoute(
  app: Hono<PeerEnv>,
  service: Service,
  path: string,
  answers: { readonly get?: Answer; readonly post?: Answer },
): void {
  const whole = `${service.site}${path}`;
  if (answers.get !== undefined) app.get(whole, answers.get);
  if (answers.post !== undefined) app.post(whole, answers.post);
  const allowed = [...(answers.get === undefined ? [] : ["GET", "HEAD"]), ...(answers.post ? ["POST"] : [])];
  app.all(whole, (context) => {
    context.header("Allow", allowed.join(", "));
    return showPage(context, service, "not-allowed", {}, { status: 405 });
  });
}
