import type { Position, Problem } from "../../base/problem.ts";
import { problem } from "../../base/problem.ts";
import { didYouMean } from "../../base/suggest.ts";
import type { Path, YamlFile } from "../../source/yaml/read-yaml.ts";
import { type Counted, countedWords, type Word } from "./words.ts";

/** One file of words: what a folder of words says in one language. */
export interface WordsFile {
  readonly language: string;
  readonly words: Readonly<Record<string, Word>>;
  /** Every name in the file, also of a word that has a Problem. */
  readonly names: readonly string[];
  readonly start: Position;
  nameAt(name: string): Position;
}

/** Reads the words of one language. `language` is a canonical tag; it decides the plural categories. */
export function parseWords(
  yaml: YamlFile,
  language: string,
): { readonly file: WordsFile; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const start = yaml.at([]);
  const value = isMap(yaml.value) ? yaml.value : {};
  if (!isMap(yaml.value))
    problems.push(
      faulty(start, "the words are not a map.", "Write one word a line: its name, a colon, the text."),
    );
  const words: Record<string, Word> = {};
  for (const [name, given] of Object.entries(value)) {
    const page = { yaml, language, name, problems };
    const word = isCounted(name) ? countedWord(given, page) : textWord(given, page);
    if (word !== undefined) words[name] = word;
  }
  const file = {
    language,
    words,
    names: Object.keys(value),
    start,
    nameAt: (name: string) => yaml.keyAt([name]),
  };
  return { file, problems };
}

interface Page {
  readonly yaml: YamlFile;
  readonly language: string;
  readonly name: string;
  readonly problems: Problem[];
}

function textWord(given: unknown, { yaml, name, problems }: Page): string | undefined {
  if (!/^[a-z]\w*$/i.test(name)) {
    const message = `"${name}" cannot be the name of a word.`;
    problems.push(faulty(yaml.keyAt([name]), message, "Write it in letters and digits, a letter first."));
  }
  if (isMap(given)) {
    const message = `"${name}" is a map, but only ${countedWords.join(" and ")} go with a number.`;
    problems.push(faulty(yaml.at([name]), message, "Write it as one text."));
    return undefined;
  }
  const text = textAt(given, [name], yaml, problems);
  if (text?.includes("{n}") !== true) return text;
  const message = `"${name}" says {n}, but only ${countedWords.join(" and ")} go with a number.`;
  problems.push(faulty(yaml.at([name]), message, "Leave {n} out."));
  return undefined;
}

function countedWord(given: unknown, page: Page): Counted | undefined {
  const { yaml, language, name, problems } = page;
  const before = problems.length;
  const forms = isMap(given) ? given : { other: given };
  const path = (form: string): Path => (isMap(given) ? [name, form] : [name]);
  const { all, needed, several } = categoriesOf(language);
  for (const form of Object.keys(forms).filter((one) => !all.includes(one))) {
    const message = `"${form}" is not a plural category of "${language}".`;
    problems.push(faulty(yaml.keyAt(path(form)), message, didYouMean(form, all)));
  }
  const lacking = isMap(given) ? needed.filter((form) => !Object.hasOwn(forms, form)) : [];
  for (const form of lacking) {
    const message = `"${name}" has no "${form}", which "${language}" has numbers for.`;
    problems.push(faulty(yaml.keyAt([name]), message, `Add ${form} below it.`));
  }
  for (const form of Object.keys(forms).filter((one) => all.includes(one))) {
    const text = textAt(forms[form], path(form), yaml, problems);
    const where = isMap(given) ? `"${name}.${form}"` : `"${name}"`;
    if (text !== undefined && (several.includes(form) || !isMap(given)) && !text.includes("{n}"))
      problems.push(
        faulty(yaml.at(path(form)), `${where} has no {n}, where the number goes.`, "Write {n} into it."),
      );
  }
  return problems.length === before ? (forms as Counted) : undefined;
}

function textAt(given: unknown, path: Path, yaml: YamlFile, problems: Problem[]): string | undefined {
  const name = `"${path.join(".")}"`;
  if (typeof given !== "string") {
    problems.push(faulty(yaml.at(path), `${name} is not a text.`, "Write the word in quotes."));
    return undefined;
  }
  if (given.trim() === "") {
    problems.push(faulty(yaml.at(path), `${name} is empty.`, "Write the word."));
    return undefined;
  }
  if (/\p{Cc}/u.test(given)) {
    problems.push(
      faulty(yaml.at(path), `${name} is more than one line.`, "Write it on one line, in quotes."),
    );
    return undefined;
  }
  return given;
}

interface PluralCategories {
  readonly all: readonly string[];
  /** Those that whole numbers below 1000 need: French has "many" for millions only. */
  readonly needed: readonly string[];
  /** Those that stand for several numbers from 1 on, so that the text must say which. */
  readonly several: readonly string[];
}

/** Found by trying numbers, so once for each language. */
const knownCategories = new Map<string, PluralCategories>();

function categoriesOf(language: string): PluralCategories {
  const known = knownCategories.get(language) ?? findCategories(language);
  knownCategories.set(language, known);
  return known;
}

function findCategories(language: string): PluralCategories {
  const rules = new Intl.PluralRules(language);
  const uses = new Map<string, number>();
  for (let count = 0; count < 1000; count += 1) {
    const form = rules.select(count);
    uses.set(form, (uses.get(form) ?? 0) + (count === 0 ? 0 : 1));
  }
  return {
    all: rules.resolvedOptions().pluralCategories,
    needed: [...new Set([...uses.keys(), "other"])],
    several: [...[...uses].filter(([, times]) => times > 1).map(([form]) => form), "other"],
  };
}

function isCounted(name: string): boolean {
  return countedWords.some((one) => one === name);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function faulty(at: Position, message: string, remedy: string): Problem {
  return problem(at, "render/word", message, remedy);
}
