import type { Context, Hono } from "hono";
import { dayMs, type Instant, isoInstant, longDay } from "../../base/clock.ts";
import type { Config } from "../../config/config.ts";
import { fieldValue } from "../../model/field-type.ts";
import { languageField } from "../../model/variant.ts";
import { type FoundPreferences, findPreferences, savePreferences } from "../../subscriptions/preferences.ts";
import { askedFields, fieldInputs, languageOptions } from "../page/field-inputs.ts";
import { languageOf } from "../page/language-of.ts";
import { addRoute } from "../page/routes.ts";
import { showPage } from "../page/show-page.ts";
import { type FormFields, only, readForm } from "../server/form.ts";
import type { PeerEnv } from "../server/peer.ts";
import type { Service } from "../service.ts";
import { keepsLanguage } from "../sign-up/check-sign-up.ts";

/**
 * `/p/<token>`, the preference centre: which lists somebody gets, in which language, what is known of them, and a pause. The page shows the
 * address only as far as its owner needs to know it again, because mails are passed on.
 */
export function addPreferenceRoutes(app: Hono<PeerEnv>, service: Service): void {
  addRoute(app, service, "/p/:token", {
    get: async (context) => {
      const found = await findPreferences(service.reads, context.req.param("token") ?? "");
      return found.status === "unknown" ? unknownLink(context, service) : show(context, service, found);
    },
    post: (context) => save(context, service),
  });
}

async function save(context: Context<PeerEnv>, service: Service): Promise<Response> {
  const form = await readForm(context);
  if (form.status === "refused")
    return showPage(context, service, "not-understood", {}, { status: form.code });
  const { config, store, clock } = service;
  const token = context.req.param("token") ?? "";
  const change = chosen(config, service.pages.languages, form.fields, clock.now());
  if (change.status === "not-understood")
    return showPage(context, service, "not-understood", {}, { status: 400 });
  if (change.status === "faulty") {
    const found = await findPreferences(service.reads, token);
    if (found.status === "unknown") return unknownLink(context, service);
    return show(context, service, { ...found, fields: { ...found.fields, ...change.fields } }, change.inputs);
  }
  const network = service.networkOf(context);
  const saved = await savePreferences(store, {
    token,
    ...change.change,
    ...(network === undefined ? {} : { network }),
    now: clock.now(),
  });
  if (saved.status === "unknown") return unknownLink(context, service);
  return show(context, service, { ...saved, status: "found" }, undefined);
}

interface Change {
  readonly lists: Readonly<Record<string, boolean>>;
  readonly fields?: Readonly<Record<string, string>>;
  readonly pausedUntil?: Instant | null;
}

type Chosen =
  | { readonly status: "good"; readonly change: Change }
  | {
      readonly status: "faulty";
      readonly inputs: readonly string[];
      readonly fields: Readonly<Record<string, string>>;
    }
  | { readonly status: "not-understood" };

/** What a form says; it has every list that is declared, and `leave` leaves them all. */
function chosen(config: Config, languages: readonly string[], form: FormFields, now: Instant): Chosen {
  const { lists, fields: known } = config;
  const what = only(form, "do");
  if (what === "leave")
    return { status: "good", change: { lists: Object.fromEntries(lists.map(({ id }) => [id, false])) } };
  const wanted = form.get("list") ?? [];
  if (what !== "save" || !wanted.every((id) => lists.some((list) => list.id === id)))
    return { status: "not-understood" };
  const pause = pauses[only(form, "pause") ?? "keep"];
  if (pause === undefined) return { status: "not-understood" };
  const faulty: string[] = [];
  const fields: Record<string, string> = {};
  for (const name of askedFields(config)) {
    const written = only(form, `fields.${name}`);
    if (written === undefined) continue;
    const value = fieldValue(known[name] ?? {}, written);
    if (value.status === "invalid" || written.includes("\uFFFD")) faulty.push(`fields.${name}`);
    fields[name] = value.status === "valid" ? value.value : written;
  }
  if (faulty.length > 0) return { status: "faulty", inputs: faulty, fields };
  const language = only(form, "language");
  if (language !== undefined && languages.includes(language)) fields[languageField] = language;
  return {
    status: "good",
    change: {
      lists: Object.fromEntries(lists.map(({ id }) => [id, wanted.includes(id)])),
      fields,
      ...(pause === "keep" ? {} : { pausedUntil: pause === 0 ? null : now + pause * dayMs }),
    },
  };
}

/** Days; `keep` leaves it as it is. A lookup in it never reaches a prototype. */
const pauses: Readonly<Record<string, number | "keep" | undefined>> = Object.assign(Object.create(null), {
  keep: "keep",
  none: 0,
  week: 7,
  month: 30,
  quarter: 91,
});

/** With `faulty` inputs the form as it was filled in; with `undefined` it was saved. */
function show(
  context: Context,
  service: Service,
  found: Extract<FoundPreferences, { status: "found" }>,
  faulty?: readonly string[] | undefined,
): Response {
  const { config, clock, pages } = service;
  const said = found.fields[languageField];
  const language = languageOf(context, service, said);
  const states = new Map(found.lists.map((list) => [list.id, list]));
  const pausedUntil = found.lists
    .flatMap(({ state, pausedUntil: until = 0 }) => (state === "confirmed" ? [until] : []))
    .find((until) => until > clock.now());
  const values = {
    email: masked(found.email),
    isSuppressed: found.isSuppressed === true,
    isSaved: context.req.method === "POST" && faulty === undefined,
    isFaulty: faulty !== undefined,
    lists: config.lists.map(({ id, name }) => ({
      id,
      name,
      isChosen: states.get(id)?.state === "confirmed",
    })),
    inputs: fieldInputs(service, language, found.fields, faulty),
    languages: keepsLanguage(config) ? languageOptions(pages.languages, language) : [],
    pausedUntil: pausedUntil === undefined ? "" : longDay(isoInstant(pausedUntil).slice(0, 10), language),
  };
  return showPage(context, service, "preferences", values, {
    said,
    status: faulty === undefined ? 200 : 422,
  });
}

/** `a•••@example.org` */
function masked(email: string): string {
  const at = email.lastIndexOf("@");
  return `${[...email].slice(0, 1).join("")}•••${email.slice(at)}`;
}

function unknownLink(context: Context, service: Service): Response {
  return showPage(context, service, "unknown-link", {}, { status: 404 });
}
