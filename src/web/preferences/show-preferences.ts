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
 * `faulty`: as it was filled in, with the inputs that cannot be used. `left`: the same, and only the lists that were
 * given up are.
 */
export type ShownPreferences =
  | { readonly as: "found" | "saved" | "left" }
  | { readonly as: "faulty"; readonly inputs: readonly string[] };

/**
 * The page `preferences`. It shows the address
 * only as far as its owner needs to know it again, because mails are passed on.
 */
export function showPreferences(
  context: Context,
  service: Service,
  reader: Preferences,
  shown: ShownPreferences,
): Response {
  const { config, pages } = service;
  const said = reader.fields[languageField];
  const language = languageOf(context, service, said);
  const isChosen = (list: string) =>
    reader.lists.some(({ id, state }) => id === list && state === "confirmed");
  const values = {
    email: masked(reader.email),
    isSuppressed: reader.isSuppressed === true,
    isSaved: shown.as === "saved",
    hasLeft: shown.as === "left",
    isFaulty: shown.as === "faulty",
    lists: shownLists(config, reader).map(({ id, name }) => ({ id, name, isChosen: isChosen(id) })),
    inputs: fieldInputs(service, language, reader.fields, shown.as === "faulty" ? shown.inputs : []),
    languages: keepsLanguage(config)
      ? languageOptions(pages.languages, fittingLanguage(pages.languages, said ?? ""))
      : [],
    pausedUntil: pausedUntil(service, reader, language),
  };
  return showPage(context, service, "preferences", values, { said, status: statuses[shown.as] });
}

const statuses = { found: 200, saved: 200, left: 503, faulty: 422 } as const;

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
