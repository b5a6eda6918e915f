import type { Context } from "hono";
import { isoInstant, longDay } from "../../base/clock.ts";
import { fittingLanguage } from "../../model/reader-language.ts";
import { languageField } from "../../model/variant.ts";
import type { Preferences } from "../../store/preferences.ts";
import { fieldInputs, languageOptions } from "../page/field-inputs.ts";
import { languageOf } from "../page/language-of.ts";
import { showPage } from "../page/show-page.ts";
import type { Service } from "../service.ts";
import { keepsLanguage } from "../sign-up/check-sign-up.ts";
import { shownLists } from "./chosen.ts";

/**
 * The page `preferences`: as it is to GET, as it was saved to POST, and with `faulty` inputs as it was filled in. It shows the address
 * only as far as its owner needs to know it again, because mails are passed on.
 */
export function showPreferences(
  context: Context,
  service: Service,
  reader: Preferences,
  faulty?: readonly string[],
): Response {
  const { config, pages } = service;
  const said = reader.fields[languageField];
  const language = languageOf(context, service, said);
  const isChosen = (list: string) =>
    reader.lists.some(({ id, state }) => id === list && state === "confirmed");
  const values = {
    email: masked(reader.email),
    isSuppressed: reader.isSuppressed === true,
    isSaved: context.req.method === "POST" && faulty === undefined,
    isFaulty: faulty !== undefined,
    lists: shownLists(config, reader).map(({ id, name }) => ({ id, name, isChosen: isChosen(id) })),
    inputs: fieldInputs(service, language, reader.fields, faulty),
    languages: keepsLanguage(config)
      ? languageOptions(pages.languages, fittingLanguage(pages.languages, said ?? ""))
      : [],
    pausedUntil: pausedUntil(service, reader, language),
  };
  const status = faulty === undefined ? 200 : 422;
  return showPage(context, service, "preferences", values, { said, status });
}

/** The day as it is said in a language; nothing when no pause is under way. */
function pausedUntil({ clock }: Service, { lists }: Preferences, language: string): string {
  const until = lists
    .flatMap(({ state, pausedUntil: end = 0 }) => (state === "confirmed" ? [end] : []))
    .find((end) => end > clock.now());
  return until === undefined ? "" : longDay(isoInstant(until).slice(0, 10), language);
}

/** `a•••@example.org` */
function masked(email: string): string {
  const at = email.lastIndexOf("@");
  return `${[...email].slice(0, 1).join("")}•••${email.slice(at)}`;
}
