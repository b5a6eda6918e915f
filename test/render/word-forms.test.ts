import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { readWeeklyWith, wordsText } from "../support/words-builder.ts";

const weekly = { "weekly/words/en.yaml": 'feature: "F"\n', "weekly/words/de.yaml": 'feature: "D"\n' };
const both = { ...weekly, "words/en.yaml": wordsText("en"), "words/de.yaml": wordsText("de") };

async function findings(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { template, problems } = await readWeeklyWith(files);
  expect(template === undefined).toBe(problems.length > 0);
  return problems.map(formatProblem);
}

describe("a faulty word is told at its place:", () => {
  const en = (from: string | RegExp, to: string) => ({
    "words/en.yaml": wordsText("en", (text) => {
      const changed = text.replace(from, to);
      if (changed === text) throw new Error(`there is no ${String(from)}`);
      return changed;
    }),
  });
  const at = (place: string, sentence: string) =>
    `templates/words/en.yaml:${place} ${sentence} [render/word]`;

  test.each([
    ["empty", en('"en vote"', '" "'), at("7:7", '"vote" is empty. Write the word.')],
    ["nothing", en('"en vote"', ""), at("7:7", '"vote" is not a text. Write the word in quotes.')],
    ["a number", en('"en vote"', "3"), at("7:7", '"vote" is not a text. Write the word in quotes.')],
    ["a list", en('"en vote"', "[a]"), at("7:7", '"vote" is not a text. Write the word in quotes.')],
    [
      "two lines",
      en('"en vote"', '"a\\nb"'),
      at("7:7", '"vote" is more than one line. Write it on one line, in quotes.'),
    ],
    [
      "a map where there is no number",
      en('"en vote"', '{ one: "a", other: "{n}" }'),
      at("7:7", '"vote" is a map, but only number and readingTime go with a number. Write it as one text.'),
    ],
    [
      "{n} where there is no number",
      en('"en vote"', '"{n} votes"'),
      at("7:7", '"vote" says {n}, but only number and readingTime go with a number. Leave {n} out.'),
    ],
    [
      "a name that no template could write",
      en("vote:", "the-vote: x\nvote:"),
      at("7:1", '"the-vote" cannot be the name of a word. Write it in letters and digits, a letter first.'),
    ],
    [
      "a plural category that no language has",
      en("  one:", "  oen: x\n  one:"),
      at("3:3", '"oen" is not a plural category of "en". Did you mean "one"?'),
    ],
    [
      "a plural category that this language has not",
      en("  one:", '  few: "{n}"\n  one:'),
      at("3:3", '"few" is not a plural category of "en". Known: one, other.'),
    ],
    [
      "a plural category that is lacking",
      en(/ {2}one: .*\n/, ""),
      at("2:1", '"readingTime" has no "one", which "en" has numbers for. Add one below it.'),
    ],
    [
      "no {n} in other",
      en("en other {n}", "many minutes"),
      at("4:10", '"readingTime.other" has no {n}, where the number goes. Write {n} into it.'),
    ],
    [
      "no {n} in a text for every number",
      en("en {n}", "No."),
      at("1:9", '"number" has no {n}, where the number goes. Write {n} into it.'),
    ],
    ["an empty form", en('"en one {n}"', '""'), at("3:8", '"readingTime.one" is empty. Write the word.')],
    [
      "a form that is not a text",
      en('"en one {n}"', "1"),
      at("3:8", '"readingTime.one" is not a text. Write the word in quotes.'),
    ],
  ])("%s", async (_, files, finding) => {
    expect(await findings(files)).toEqual([finding]);
  });

  test("a file that is not a map", async () => {
    const found = await findings({ ...both, "weekly/words/en.yaml": "- feature\n" });
    expect(found[0]).toBe(
      "templates/weekly/words/en.yaml:1:1 the words are not a map. Write one word a line: its name, a colon, the text. [render/word]",
    );
  });

  test("a file that is not YAML, and nothing is guessed of what it lacks", async () => {
    expect(await findings({ ...both, "words/de.yaml": 'vote: "x\n' })).toEqual([
      "templates/words/de.yaml:1:7 a quote is opened here and never closed. Close it. [yaml/syntax]",
    ]);
  });

  test("all of them at once, in theme and words", async () => {
    const found = await findings({ ...both, ...en('"en vote"', '""'), "weekly/words/de.yaml": "quiz: 1\n" });
    expect(found.map((one) => one.split(" ")[0])).toEqual([
      "templates/words/en.yaml:7:7",
      "templates/weekly/words/de.yaml:1:7",
      "templates/weekly/words/de.yaml:1:1",
      "templates/weekly/words/en.yaml:1:1",
    ]);
  });
});

describe("the name of a file of words", () => {
  test.each([
    ["pt_BR", 'the language of "pt_BR" is written "pt-BR". Call the file pt-BR.yaml.'],
    ["pt-br", 'the language of "pt-br" is written "pt-BR". Call the file pt-BR.yaml.'],
    ["iw", 'the language of "iw" is written "he". Call the file he.yaml.'],
    ["the words", '"the words" is not a language tag. Name the file like en.yaml or pt-BR.yaml.'],
  ])("is the language as it is written: not %s", async (tag, sentence) => {
    expect(await findings({ ...both, [`words/${tag}.yaml`]: wordsText("en") })).toEqual([
      `templates/words/${tag}.yaml:1:1 ${sentence} [render/words-name]`,
    ]);
  });
});

describe("which numbers a language has forms for", () => {
  const russian = (one: string) => `${wordsText("ru", (text) => text.replace("ru one {n}", one))}`;

  test("decides whether a form needs {n}: Russian says 21 and 31 like 1, English only 1", async () => {
    expect(await findings({ "words/ru.yaml": russian("{n} минута") })).toEqual([]);
    expect(await findings({ "words/ru.yaml": russian("минута") })).toEqual([
      'templates/words/ru.yaml:3:8 "readingTime.one" has no {n}, where the number goes. Write {n} into it. [render/word]',
    ]);
    const english = wordsText("en", (text) => text.replace("en one {n}", "one minute"));
    expect(await findings({ "words/en.yaml": english })).toEqual([]);
  });

  test("leaves out forms that only millions need, as in French", async () => {
    const french = wordsText("fr", (text) => text.replace(/ {2}many: .*\n/, ""));
    expect(await findings({ "words/fr.yaml": french })).toEqual([]);
  });
});
