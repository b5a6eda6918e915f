import type { Context, Hono } from "hono";
import { signUp } from "../../subscriptions/sign-up.ts";
import { askedFields, fieldInputs } from "../page/field-inputs.ts";
import { languageOf } from "../page/language-of.ts";
import { addRoute } from "../page/routes.ts";
import { type Showing, showPage } from "../page/show-page.ts";
import { textVersion } from "../page/text-version.ts";
import { pagePolicy } from "../server/headers.ts";
import type { PeerEnv } from "../server/peer.ts";
import type { Service } from "../service.ts";
import { allowOrigins } from "./allowed-origins.ts";
import { type CheckedSignUp, checkSignUp, keepsLanguage, offeredLists } from "./check-sign-up.ts";
import { formTime, formTimeState } from "./form-time.ts";
import { type ReadSignUp, readSignUp, type WrittenSignUp } from "./read-sign-up.ts";
import { SignUpLimits } from "./sign-up-limits.ts";
import { SpentWork } from "./work.ts";

/**
 * `/subscribe`: the form, and where it is sent; the same form on another site may send there too, and gets the form
 * once more to press the button, because nothing signed its time. With `application/json` the answers are JSON.
 *
 * Who was asked about is never looked up here: an address that is new, pending, subscribed, unsubscribed or suppressed
 * gets the same status, headers and body after the same work, and what is to be mailed is decided beside the answer
 * (subscriptions/service-mails.ts). A program that falls into the trap gets that answer too.
 */
export function addSignUpRoutes(app: Hono<PeerEnv>, service: Service): void {
  const { limits, form } = service.config.service;
  const guards = { limits: new SignUpLimits(limits), work: new SpentWork(form.proofOfWork) };
  if (form.origins.length > 0) app.use(`${service.site}/subscribe`, allowOrigins(form.origins));
  addRoute(app, service, "/subscribe", {
    get: (context) => (wantsJson(context) ? offer(context, service) : showForm(context, service)),
    post: (context) => take(context, service, guards),
  });
}

interface Guards {
  readonly limits: SignUpLimits;
  readonly work: SpentWork;
}

async function take(
  context: Context<PeerEnv>,
  service: Service,
  { limits, work }: Guards,
): Promise<Response> {
  const read = await readSignUp(context);
  if (read.status === "refused") return refuse(context, service, read);
  const { written } = read;
  const { config, clock, store } = service;
  const now = clock.now();
  const checked = checkSignUp(config, written);
  if (checked.status === "faulty") return again(context, service, written, { faulty: checked.inputs });
  if (written.trap !== "") return accepted(context, service, written);
  const isTimely = formTimeState(store.key, written.time, now) === "good";
  const time = written.time ?? "";
  if (!isTimely || !work.isGood(time, written.work))
    return again(context, service, written, { onceMore: true });
  const network = service.networkOf(context);
  const taken = limits.take(network ?? "unknown", now);
  if (taken.status !== "taken") {
    service.metrics.count("letterpress_service_sign_ups_refused_total", { because: taken.status });
    return tooMany(context, service, written, taken.waitMs);
  }
  work.spend(time, written.work);
  await note(context, service, written, checked, network);
  service.metrics.count("letterpress_service_sign_ups_total");
  return accepted(context, service, written);
}

async function note(
  context: Context<PeerEnv>,
  service: Service,
  written: WrittenSignUp,
  { address, lists, fields }: Extract<CheckedSignUp, { status: "good" }>,
  network: string | undefined,
): Promise<void> {
  const { config, store, clock } = service;
  const language = languageOf(context, service, written.language);
  const input = {
    address,
    lists,
    fields,
    ...(keepsLanguage(config) ? { language } : {}),
    ...shownTo(service, written, language),
    ...(network === undefined ? {} : { network }),
    now: clock.now(),
    confirmWithinMs: config.service.confirmWithinMs,
  };
  await service.write(() => signUp(store, input));
  service.mailIsDue();
}

/** Of a program we know only what it says: it shows a form of its own, and not our words. */
function shownTo(
  { pages }: Service,
  { isJson, form, textVersion: said }: WrittenSignUp,
  language: string,
): { readonly form: string; readonly textVersion?: string } {
  if (!isJson) return { form: "form", textVersion: textVersion(pages, language, "subscribeConsent") };
  return {
    form: form === undefined ? "json" : `json: ${form}`,
    ...(said === undefined ? {} : { textVersion: said }),
  };
}

function showForm(context: Context, service: Service): Response {
  return form(context, service, { email: "", lists: [], fields: new Map(), trap: "", isJson: false });
}

interface Shown {
  readonly faulty?: readonly string[];
  readonly onceMore?: boolean;
}

function form(
  context: Context,
  service: Service,
  written: WrittenSignUp,
  { faulty = [], onceMore = false }: Shown = {},
  showing: Showing = {},
): Response {
  const { config, clock, store } = service;
  const bits = config.service.form.proofOfWork;
  const offered = offeredLists(config);
  const language = languageOf(context, service, written.language);
  const values = {
    email: written.email,
    emailIsFaulty: faulty.includes("email"),
    lists:
      offered.length === 1
        ? []
        : // Only what a person has ticked themselves is ticked: anything else is no consent.
          offered.map(({ id, name }) => ({ id, name, isChosen: written.lists.includes(id) })),
    listsAreFaulty: faulty.includes("list"),
    inputs: fieldInputs(service, language, written.fields, faulty),
    isFaulty: faulty.length > 0,
    onceMore,
    time: formTime(store.key, clock.now()),
    work: bits,
    // Only this form has a script, and only when it asks for work.
    head: bits > 0 ? `<script src="${service.site}/work.js" defer></script>` : "",
    language,
  };
  if (bits > 0) context.header("Content-Security-Policy", `${pagePolicy}; script-src 'self'`);
  return showPage(context, service, "subscribe", values, { ...showing, said: written.language });
}

/** The form once more, with what was typed. */
function again(context: Context, service: Service, written: WrittenSignUp, shown: Shown): Response {
  const status = shown.faulty === undefined ? 403 : 422;
  if (!written.isJson) return form(context, service, written, shown, { status });
  const error = shown.faulty === undefined ? "form-time" : "faulty";
  return context.json({ status: error, inputs: shown.faulty ?? [], ...offerOf(service) }, status);
}

function accepted(context: Context, service: Service, written: WrittenSignUp): Response {
  if (written.isJson) return context.json({ status: "check-mail" }, 202);
  return showPage(context, service, "check-mail", {}, { said: written.language });
}

function tooMany(context: Context, service: Service, written: WrittenSignUp, waitMs: number): Response {
  context.header("Retry-After", String(Math.ceil(waitMs / 1000)));
  if (written.isJson) return context.json({ status: "too-many" }, 429);
  return showPage(context, service, "too-many", {}, { status: 429, said: written.language });
}

function refuse(
  context: Context,
  service: Service,
  { code, isJson }: Extract<ReadSignUp, { status: "refused" }>,
): Response {
  if (isJson) return context.json({ status: "not-understood" }, code);
  return showPage(context, service, "not-understood", {}, { status: code });
}

/** For programs that show a form of their own: what to send, and the signed time of now. */
function offer(context: Context, service: Service): Response {
  return context.json(offerOf(service));
}

function offerOf(service: Service) {
  const { config, store, clock } = service;
  return {
    time: formTime(store.key, clock.now()),
    proofOfWork: config.service.form.proofOfWork,
    lists: offeredLists(config).map(({ id, name }) => ({ id, name })),
    fields: askedFields(config).map((name) => {
      const { type = "text", options } = config.fields[name] ?? {};
      return { name, type, ...(options === undefined ? {} : { options }) };
    }),
  };
}

function wantsJson(context: Context): boolean {
  return /^application\/json\b/i.test(context.req.header("accept") ?? "");
}
