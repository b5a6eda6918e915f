import type { Context, Hono } from "hono";
import { type Confirmation, confirm, findConfirmation } from "../../subscriptions/confirm.ts";
import { addRoute } from "../page/routes.ts";
import { showPage } from "../page/show-page.ts";
import { only, readForm } from "../server/form.ts";
import type { PeerEnv } from "../server/peer.ts";
import type { Service } from "../service.ts";

/**
 * `/c/<token>`, the link of a confirmation mail: a page with a button, because scanners open links, and nobody but a
 * person presses.
 */
export function addConfirmRoutes(app: Hono<PeerEnv>, service: Service): void {
  addRoute(app, service, "/c/:token", {
    get: async (context) => {
      const token = context.req.param("token") ?? "";
      return showState(context, service, await findConfirmation(service.reads, token, service.clock.now()));
    },
    post: (context) => takePress(context, service),
  });
}

async function takePress(context: Context<PeerEnv>, service: Service): Promise<Response> {
  const form = await readForm(context);
  if (form.status === "refused")
    return showPage(context, service, "not-understood", {}, { status: form.code });
  if (only(form.fields, "confirm") !== "yes")
    return showPage(context, service, "not-understood", {}, { status: 400 });
  const token = context.req.param("token") ?? "";
  const network = service.networkOf(context);
  const now = service.clock.now();
  const found = await findConfirmation(service.reads, token, now);
  if (found.status !== "pending") return showState(context, service, found);
  const press = { token, now, ...(network === undefined ? {} : { network }) };
  const done = await service.write(() => confirm(service.store, press));
  if (done.status === "confirmed") service.mailIsDue();
  return showState(context, service, { ...found, ...done });
}

function showState(context: Context, service: Service, confirmation: Confirmation): Response {
  const { config } = service;
  const { language: said } = confirmation;
  switch (confirmation.status) {
    case "pending": {
      const names = config.lists.filter(({ id }) => confirmation.lists.includes(id)).map(({ name }) => name);
      return showPage(context, service, "confirm", { lists: names }, { said });
    }
    case "confirmed":
      return showPage(context, service, "confirmed", {}, { said });
    case "expired":
      return showPage(context, service, "expired", {}, { status: 410, said });
    case "unknown":
      return showPage(context, service, "unknown-link", {}, { status: 404, said });
  }
}
