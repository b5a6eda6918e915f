import type { Config } from "../../config/config.ts";
import { longestFieldValue } from "../../model/subscriber.ts";
import { languageField } from "../../model/variant.ts";
import type { PageValues } from "../../render/pages/compile-pages.ts";
import type { Service } from "../service.ts";

/** An input of a form, as templates/pages/inputs.hbs shows it. Every name is there, so that a page may ask for it. */
export interface Input extends PageValues {
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "number" | "date";
  readonly value: string;
  readonly longest: number;
  /** What there is to choose from; nothing for what is typed. */
  readonly options: readonly Option[];
  readonly isFaulty: boolean;
}

interface Option {
  readonly value: string;
  readonly text: string;
  readonly isChosen: boolean;
}

/**
 * An input for each of the fields that are asked for, called `fields.<name>`, with the value it has. It is labelled
 * with the word `field` and its name (`firstName`: `fieldFirstName`), or with the description in letterpress.yaml.
 * `faulty` are names of inputs.
 */
export function fieldInputs(
  { config, pages }: Pick<Service, "config" | "pages">,
  language: string,
  values: Readonly<Record<string, string>> | ReadonlyMap<string, string>,
  faulty: readonly string[] = [],
): readonly Input[] {
  const known = values instanceof Map ? values : new Map(Object.entries(values));
  return askedFields(config).map((field) => {
    const { type = "text", options = [], description } = config.fields[field] ?? {};
    const value = known.get(field) ?? "";
    const name = `fields.${field}`;
    const word = `field${field.slice(0, 1).toUpperCase()}${field.slice(1)}`;
    const chosen = options.map((option) => ({ value: option, text: option, isChosen: option === value }));
    return {
      name,
      label: pages.knows(word) ? pages.say(language, word) : (description ?? field),
      type: type === "choice" ? "text" : type,
      value,
      longest: longestFieldValue,
      options: options.length === 0 ? [] : [{ value: "", text: "–", isChosen: value === "" }, ...chosen],
      isFaulty: faulty.includes(name),
    };
  });
}

/** The fields that forms ask for; the language has an input of its own. */
export function askedFields({ service }: Config): readonly string[] {
  return service.form.fields.filter((name) => name !== languageField);
}

/** The languages that the pages speak, each in its own words, to choose from; none before somebody has chosen one. */
export function languageOptions(languages: readonly string[], chosen: string | undefined): readonly Option[] {
  const options = languages.map((language) => ({
    value: language,
    text: new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language,
    isChosen: language === chosen,
  }));
  return chosen === undefined ? [{ value: "", text: "–", isChosen: true }, ...options] : options;
}
