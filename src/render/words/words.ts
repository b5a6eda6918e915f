import { broaderTags } from "../../base/language.ts";
import { type Problem, problem } from "../../base/problem.ts";
import { suggest } from "../../base/suggest.ts";
import type { Selection } from "../../model/selection.ts";
import type { ThemeNames } from "../template/theme.ts";

/** One word of a template: a text, or a text for each plural category of the language, with `{n}` for the number. */
export type Word = string | Counted;
export type Counted = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/** What a template says itself. */
export interface TemplateWords {
  /** Words by language tag and name. Every language has the same names, and all of `neededWords`. */
  readonly languages: Readonly<Record<string, Readonly<Record<string, Word>>>>;
  /** The folders the words come from, as messages name them, and which languages each has. */
  readonly folders: readonly { readonly folder: string; readonly languages: readonly string[] }[];
}

/** The words that go with a number. Issues have these two numbers, so there are no others. */
export const countedWords = ["number", "readingTime"] as const;

/** What the plain text says. A template may have as many more words as it likes. */
export const neededWords: readonly string[] = [
  ...countedWords,
  "webVersion",
  "sponsor",
  "vote",
  "image",
  "links",
  "reason",
  "unsubscribe",
  "preferences",
  "colon",
];

/** The words without a number in a language. Throws when the template lacks it, which `checkLanguage` tells before. */
export function wordsFor(words: TemplateWords, language: string): ThemeNames {
  const texts = Object.entries(allWordsFor(words, language)).flatMap(([name, word]) =>
    typeof word === "string" ? [[name, word] as const] : [],
  );
  return Object.fromEntries(texts);
}

/** A word with its number in the form that the language has for it: `1 minute`, `2 minutes`, `٣ دقائق`. */
export function counted(
  words: TemplateWords,
  language: string,
  name: (typeof countedWords)[number],
  count: number,
): string {
  const word = allWordsFor(words, language)[name];
  const forms: Counted = typeof word === "object" ? word : {};
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other ?? "";
  const digits = new Intl.NumberFormat(language, { useGrouping: false }).format(count);
  return form.replaceAll("{n}", digits);
}

/** An issue in a language that the template has no words in would speak two languages. */
export function checkLanguage(words: TemplateWords, issue: Selection): readonly Problem[] {
  const { languages, folders } = words;
  const { language } = issue;
  const tags = broaderTags(language);
  if (tags.some((tag) => Object.hasOwn(languages, tag))) return [];
  const [tag = language] = tags;
  const add = folders
    .filter((one) => !tags.some((known) => one.languages.includes(known)))
    .map(({ folder }) => `${folder}/${tag}.yaml`)
    .join(" and ");
  const known = Object.keys(languages);
  const near = suggest(tag, known);
  const remedy =
    near !== undefined
      ? `Did you mean "${near}"? If not, add ${add}.`
      : known.length === 0
        ? `Add ${add}.`
        : `Add ${add}, or write one of these: ${known.join(", ")}.`;
  const message = `the template ${issue.template} has no words in "${language}".`;
  return [problem(issue.languageAt, "render/language", message, remedy)];
}

function allWordsFor({ languages }: TemplateWords, language: string): Readonly<Record<string, Word>> {
  for (const tag of broaderTags(language)) {
    const found = Object.hasOwn(languages, tag) ? languages[tag] : undefined;
    if (found !== undefined) return found;
  }
  throw new Error(`there are no words in ${language}, and checkLanguage was not asked`);
}
