import { dayMs, type Instant } from "../../base/clock.ts";
import type { Config, ListConfig } from "../../config/config.ts";
import { fieldValue } from "../../model/field-type.ts";
import { fittingLanguage } from "../../model/reader-language.ts";
import { languageField } from "../../model/variant.ts";
import type { Preferences } from "../../store/preferences.ts";
import { askedFields } from "../page/field-inputs.ts";
import { type FormFields, only } from "../server/form.ts";
import { offeredLists } from "../sign-up/check-sign-up.ts";

export interface Change {
  readonly lists: Readonly<Record<string, boolean>>;
  readonly fields?: Readonly<Record<string, string>>;
  readonly pausedUntil?: Instant | null;
}

export type Chosen =
  | { readonly status: "good"; readonly change: Change }
  | {
      readonly status: "faulty";
      readonly inputs: readonly string[];
      readonly fields: Readonly<Record<string, string>>;
    }
  | { readonly status: "not-understood" };

/** What the form of the preference centre says about the lists, fields and the pause of this reader. */
export function chosen(
  {
    config,
    languages,
    now,
  }: { readonly config: Config; readonly languages: readonly string[]; readonly now: Instant },
  form: FormFields,
  reader: Preferences,
): Chosen {
  const wanted = form.get("list") ?? [];
  if (!wanted.every((id) => config.lists.some((list) => list.id === id))) return { status: "not-understood" };
  const pause = pauses[only(form, "pause") ?? "keep"];
  if (pause === undefined) return { status: "not-understood" };
  const { faulty, fields } = writtenFields(config, form);
  if (faulty.length > 0) return { status: "faulty", inputs: faulty, fields };
  const language = only(form, "language");
  // What is chosen already may say more than the page does: de-AT stays, though the page speaks only de.
  const isNew = language !== fittingLanguage(languages, reader.fields[languageField] ?? "");
  if (language !== undefined && languages.includes(language) && isNew) fields[languageField] = language;
  return {
    status: "good",
    change: {
      lists: Object.fromEntries(shownLists(config, reader).map(({ id }) => [id, wanted.includes(id)])),
      fields,
      ...(pause === "keep" ? {} : { pausedUntil: pause === 0 ? null : now + pause * dayMs }),
    },
  };
}

/**
 * What the form offers to everybody, and what this reader gets besides: such a list can be left, and not be taken
 * again.
 */
export function shownLists(config: Config, { lists }: Preferences): readonly ListConfig[] {
  const offered = offeredLists(config);
  const isOwn = (id: string) => lists.some((list) => list.id === id && list.state === "confirmed");
  return config.lists.filter((list) => offered.includes(list) || isOwn(list.id));
}

function writtenFields(config: Config, form: FormFields) {
  const faulty: string[] = [];
  const fields: Record<string, string> = {};
  for (const name of askedFields(config)) {
    const written = only(form, `fields.${name}`);
    if (written === undefined) continue;
    const value = fieldValue(config.fields[name] ?? {}, written);
    if (value.status === "invalid" || written.includes("\uFFFD")) faulty.push(`fields.${name}`);
    fields[name] = value.status === "valid" ? value.value : written;
  }
  return { faulty, fields };
}

/** Days; `keep` leaves it as it is. A lookup in it never reaches a prototype. */
const pauses: Readonly<Record<string, number | "keep" | undefined>> = Object.assign(Object.create(null), {
  keep: "keep",
  none: 0,
  week: 7,
  month: 30,
  quarter: 91,
});
