import type { Context, Hono } from "hono";
import { LetterpressError } from "../../base/errors.ts";
import { languageField } from "../../model/variant.ts";
import { tokensOfSubscriber } from "../../store/subscriptions.ts";
import { type FoundPreferences, findPreferences, savePreferences } from "../../subscriptions/preferences.ts";
import { languageOf } from "../page/language-of.ts";
import { endedLink } from "../page/ended-link.ts";
import { addRoute } from "../page/routes.ts";
import { showPage } from "../page/show-page.ts";
import { textVersion } from "../page/text-version.ts";
import { only, readForm } from "../server/form.ts";
import type { PeerEnv } from "../server/peer.ts";
import { retrySeconds } from "../server/retry.ts";
import type { Service } from "../service.ts";
import { type Change, chosen } from "./chosen.ts";
import { showPreferences } from "./show-preferences.ts";

/**
 * `/p/<token>`, the preference centre: which lists somebody gets, in which language, what is known of them, and a
 * pause. To leave lists goes the way of all departures while the store cannot be written: that works, and the rest is
 * asked for once more.
 */
export function addPreferenceRoutes(app: Hono<PeerEnv>, service: Service): void {
  addRoute(app, service, "/p/:token", {
    get: async (context) => {
      const found = await findPreferences(service.reads, context.req.param("token") ?? "");
      if (found.status !== "found") return notOpen(context, service, found);
      return showPreferences(context, service, found, { as: "found" });
    },
    post: (context) => change(context, service),
  });
}

async function change(context: Context<PeerEnv>, service: Service): Promise<Response> {
  const form = await readForm(context);
  if (form.status === "refused")
    return showPage(context, service, "not-understood", {}, { status: form.code });
  const what = only(form.fields, "do");
  if (what !== "save" && what !== "leave") return notUnderstood(context, service);
  const found = await findPreferences(service.reads, context.req.param("token") ?? "");
  if (found.status !== "found") return notOpen(context, service, found);
  if (what === "leave") return leaveAll(context, service, found);
  const { config, clock, pages } = service;
  const read = chosen({ config, languages: pages.languages, now: clock.now() }, form.fields, found);
  switch (read.status) {
    case "not-understood":
      return notUnderstood(context, service);
    case "faulty": {
      const typed = { ...found, fields: { ...found.fields, ...read.fields } };
      return showPreferences(context, service, typed, { as: "faulty", inputs: read.inputs });
    }
    case "good":
      return save(context, service, found, read.change);
  }
}

type Found = Extract<FoundPreferences, { status: "found" }>;

async function save(
  context: Context<PeerEnv>,
  service: Service,
  before: Found,
  change: Change,
): Promise<Response> {
  const language = languageOf(context, service, before.fields[languageField]);
  const whole = {
    ...change,
    subscriber: before.subscriber,
    textVersion: textVersion(service.pages, language, "lists"),
    ...networkOf(service, context),
    now: service.clock.now(),
  };
  try {
    const saved = await service.write(() => savePreferences(service.store, whole));
    if (saved.status === "unknown") return unknownLink(context, service);
    const gotBefore = before.lists.filter(({ state }) => state === "confirmed");
    for (const { id } of gotBefore)
      if (saved.lists.some((list) => list.id === id && list.state === "unsubscribed")) countLeft(service);
    return showPreferences(context, service, saved, { as: "saved" });
  } catch (fault) {
    const given = before.lists.flatMap(({ id, state }) =>
      state === "confirmed" && change.lists[id] === false ? [id] : [],
    );
    // Without a departure nothing can be done now, and a fault that is no state of the store is ours.
    if (!(fault instanceof LetterpressError) || given.length === 0) throw fault;
    service.note(`${fault.message} ${fault.remedy}`);
    await leave(context, service, before, (list) => given.includes(list));
    context.header("Retry-After", String(retrySeconds));
    return showPreferences(context, service, asFilledIn(before, change), { as: "left" });
  }
}

function asFilledIn(before: Found, { lists, fields }: Change): Found {
  const wanted = Object.entries(lists).map(([id, wants]) => ({
    id,
    state: wants ? ("confirmed" as const) : ("unsubscribed" as const),
  }));
  return { ...before, lists: wanted, fields: { ...before.fields, ...fields } };
}

/** Every tie of the reader ends, also to a list that is no longer declared. */
async function leaveAll(context: Context<PeerEnv>, service: Service, found: Found): Promise<Response> {
  await leave(context, service, found, () => true);
  // As it stands now, also where the store does not know it yet.
  const lists = found.lists.map(({ id }) => ({ id, state: "unsubscribed" as const }));
  return showPreferences(context, service, { ...found, lists }, { as: "saved" });
}

async function leave(
  context: Context<PeerEnv>,
  service: Service,
  { subscriber }: Found,
  isGivenUp: (list: string) => boolean,
): Promise<void> {
  const leaving = { at: service.clock.now(), source: "preferences", ...networkOf(service, context) };
  const ties = await tokensOfSubscriber(service.reads, subscriber);
  const departed = await Promise.all(
    ties
      .filter(({ list }) => isGivenUp(list))
      .map(({ token }) => service.departures.unsubscribe({ token, ...leaving })),
  );
  for (const { status } of departed) if (status === "unsubscribed" || status === "noted") countLeft(service);
}

function countLeft({ metrics }: Service): void {
  metrics.count("letterpress_service_unsubscribed_total", { way: "preferences" });
}

function networkOf({ networkOf }: Service, context: Context<PeerEnv>): { readonly network?: string } {
  const network = networkOf(context);
  return network === undefined ? {} : { network };
}

function notUnderstood(context: Context, service: Service): Response {
  return showPage(context, service, "not-understood", {}, { status: 400 });
}

function notOpen(
  context: Context,
  service: Service,
  { status }: Exclude<FoundPreferences, { status: "found" }>,
): Response {
  return status === "ended" ? endedLink(context, service) : unknownLink(context, service);
}

function unknownLink(context: Context, service: Service): Response {
  return showPage(context, service, "unknown-link", {}, { status: 404 });
}
