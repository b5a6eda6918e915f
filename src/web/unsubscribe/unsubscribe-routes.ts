import type { Context, Hono } from "hono";
import { parseSubscriptionToken } from "../../base/subscription-token.ts";
import { findErasedToken } from "../../store/erased-tokens.ts";
import { findSubscriptionByToken } from "../../store/subscriptions.ts";
import { addRoute } from "../page/routes.ts";
import { showPage } from "../page/show-page.ts";
import { only, readForm } from "../server/form.ts";
import type { PeerEnv } from "../server/peer.ts";
import type { Service } from "../service.ts";
import { saysOneClick } from "./one-click.ts";

/**
 * `/u/<token>`, the link of List-Unsubscribe and of every mail. RFC 8058: a POST that says
 * `List-Unsubscribe=One-Click`, however it is packed, is a mail program that acts for its reader; it is answered with
 * 200, never with a redirect, and nobody is asked anything more. A person comes with GET, sees a page with a button,
 * and posts that form. A GET or HEAD changes nothing: scanners follow every link. A token that does not exist is
 * answered in one way, whatever is wrong with it. Such a link travels far, in a header and in mails that are passed on,
 * so it leads to nothing else of its reader.
 */
export function addUnsubscribeRoutes(app: Hono<PeerEnv>, service: Service): void {
  addRoute(app, service, "/u/:token", {
    get: (context) => showForm(context, service),
    post: (context) => leave(context, service),
  });
}

async function showForm(context: Context, service: Service): Promise<Response> {
  const token = tokenIn(context);
  if (token === undefined) return unknownLink(context, service);
  const found = await findSubscriptionByToken(service.reads, token);
  if (found === undefined) {
    const list = await findErasedToken(service.reads, token);
    if (list === undefined) return unknownLink(context, service);
    return showPage(context, service, "unsubscribed", { list: listName(service, list) });
  }
  const { list, state, fields } = found;
  const values = { list: listName(service, list) };
  const hasLeft = state === "unsubscribed" || service.departures.hasNoted(token);
  const page = hasLeft ? "unsubscribed" : "unsubscribe";
  return showPage(context, service, page, values, { said: fields.language });
}

async function leave(context: Context, service: Service): Promise<Response> {
  const way = await wayOf(context);
  if (typeof way === "number") return showPage(context, service, "not-understood", {}, { status: way });
  const token = tokenIn(context);
  if (token === undefined) return unknownLink(context, service);
  const departed = await service.departures.unsubscribe({
    token,
    at: service.clock.now(),
    source: way,
    ...(way === "page" ? networkOf(service, context) : {}),
  });
  if (departed.status === "unknown-token") return unknownLink(context, service);
  if (departed.status === "unsubscribed" || departed.status === "noted")
    service.metrics.count("letterpress_service_unsubscribed_total", { way });
  if (way === "one-click") return context.text("You are unsubscribed.\n");
  const found = await findSubscriptionByToken(service.reads, token);
  const list = "list" in departed ? departed.list : found?.list;
  const values = { list: listName(service, list) };
  return showPage(context, service, "unsubscribed", values, { said: found?.fields.language });
}

/** Of a reader who came themselves; a one-click POST comes from a machine of their mail provider. */
function networkOf({ networkOf }: Service, context: Context): { readonly network?: string } {
  const network = networkOf(context);
  return network === undefined ? {} : { network };
}

/** How somebody leaves, or the HTTP status that says why it is not understood. */
async function wayOf(context: Context): Promise<"one-click" | "page" | 400 | 415> {
  if (saysOneClick(await context.req.arrayBuffer())) return "one-click";
  const form = await readForm(context);
  if (form.status === "refused") return form.code;
  return only(form.fields, "unsubscribe") === "yes" ? "page" : 400;
}

function tokenIn(context: Context): string | undefined {
  return parseSubscriptionToken(context.req.param("token") ?? "");
}

function unknownLink(context: Context, service: Service): Response {
  return showPage(context, service, "unknown-link", {}, { status: 404 });
}

/** A list that is no longer declared has the newsletter's name. */
function listName({ config }: Service, id: string | undefined): string {
  return config.lists.find((list) => list.id === id)?.name ?? config.name;
}
