import type { Config } from "../../config/config.ts";
import { longestFieldValue } from "../../model/subscriber.ts";
import { languageField } from "../../model/variant.ts";
import type { PageValues } from "../../render/pages/compile-pages.ts";

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

/** An input for each of these fields, called `fields.<name>`, with the value it has. `faulty` are names of inputs. */
export function fieldInputs(
  config: Config,
  values: Readonly<Record<string, string>> | ReadonlyMap<string, string>,
  faulty: readonly string[] = [],
): readonly Input[] {
  const valueFor = (name: string) =>
    (values instanceof Map ? values.get(name) : (values as Readonly<Record<string, string>>)[name]) ?? "";
  return askedFields(config).map((field) => {
    const { type = "text", options = [], description } = config.fields[field] ?? {};
    const value = valueFor(field);
    const name = `fields.${field}`;
    const chosen = options.map((option) => ({ value: option, text: option, isChosen: option === value }));
    return {
      name,
      label: description ?? field,
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

/** The languages that the pages speak, each in its own words, to choose from. */
export function languageOptions(languages: readonly string[], chosen: string | undefined): readonly Option[] {
  return languages.map((language) => ({
    value: language,
    text: new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language,
    isChosen: language === chosen,
  }));
}
