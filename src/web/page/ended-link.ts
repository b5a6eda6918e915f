import type { Context } from "hono";
import type { Service } from "../service.ts";
import { showPage } from "./show-page.ts";

/**
 * The answer to a link whose key was ended: ours, and no proof of anything any more. The links of the next mail are
 * good.
 */
export function endedLink(context: Context, service: Service): Response {
  return showPage(context, service, "ended-link", {}, { status: 410 });
}
