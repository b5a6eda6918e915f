import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { checkLanguage } from "../../src/render/words/words.ts";
import { selection } from "../support/issue-builder.ts";
import { readWeeklyWith, wordsText } from "../support/words-builder.ts";

const weekly = { "weekly/words/en.yaml": 'feature: "F"\n', "weekly/words/de.yaml": 'feature: "D"\n' };
const both = { ...weekly, "words/en.yaml": wordsText("en"), "words/de.yaml": wordsText("de") };

async function findings(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { template, problems } = await readWeeklyWith(files);
  expect(template === undefined).toBe(problems.length > 0);
  return problems.map(formatProblem);
}

async function languageFindings(
  language: string,
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const { template } = await readWeeklyWith(files);
  if (template === undefined) throw new Error("the words have problems");
  const languageAt = { file: "issues/a.yaml", line: 7, column: 11 };
  return checkLanguage(template.words, selection({ language, languageAt })).map(formatProblem);
}

describe("a language", () => {
  test("with all its words, shared and own, is no finding", async () => {
    expect(await findings(both)).toEqual([]);
    expect(await languageFindings("de", both)).toEqual([]);
  });

  test("that the template lacks is told at the issue's line, with the files to add", async () => {
    expect(await languageFindings("nl", both)).toEqual([
      'issues/a.yaml:7:11 the template weekly has no words in "nl". Add templates/words/nl.yaml and templates/weekly/words/nl.yaml, or write one of these: de, en. [render/language]',
    ]);
  });

  test("that is nearly another is told with that one", async () => {
    expect(await languageFindings("dr", both)).toEqual([
      'issues/a.yaml:7:11 the template weekly has no words in "dr". Did you mean "de"? If not, add templates/words/dr.yaml and templates/weekly/words/dr.yaml. [render/language]',
    ]);
  });

  test("that only the shared words have wants the template's own, and only for an issue in it", async () => {
    const files = { ...both, "words/nl.yaml": wordsText("nl") };
    expect(await languageFindings("en", files)).toEqual([]);
    expect(await languageFindings("nl", files)).toEqual([
      expect.stringContaining("Add templates/weekly/words/nl.yaml, or write one of these: de, en."),
    ]);
  });

  test("of a template without words of its own needs the shared ones alone", async () => {
    const shared = { "words/nl.yaml": wordsText("nl") };
    expect(await languageFindings("nl", shared)).toEqual([]);
    expect(await languageFindings("en", shared)).toEqual([
      expect.stringContaining("Add templates/words/en.yaml, or write one of these: nl."),
    ]);
  });

  test("is told when there are no words at all", async () => {
    expect(await languageFindings("en", {})).toEqual([
      'issues/a.yaml:7:11 the template weekly has no words in "en". Add templates/words/en.yaml. [render/language]',
    ]);
  });

  test("with a region uses the words without it; in another script it does not", async () => {
    const files = { "words/pt.yaml": wordsText("pt"), "words/zh.yaml": wordsText("zh") };
    expect(await languageFindings("pt-BR", files)).toEqual([]);
    expect(await languageFindings("zh-SG", files)).toEqual([]);
    expect(await languageFindings("zh-TW", files)).toEqual([
      expect.stringContaining('has no words in "zh-TW"'),
    ]);
  });
});

describe("two tags of one language", () => {
  const files = { "words/en.yaml": wordsText("en"), "words/zh.yaml": wordsText("zh") };

  test("share their words", async () => {
    expect(await findings({ ...files, "words/zh-Hans.yaml": 'vote: "投"\n' })).toEqual([]);
    expect(await languageFindings("zh-Hans", files)).toEqual([]);
    expect(await languageFindings("zh-TW", { ...files, "words/zh-Hant.yaml": wordsText("zh-Hant") })).toEqual(
      [],
    );
  });

  test("do not hide from each other what both lack", async () => {
    const zh = wordsText("zh", (text) => text.replace('vote: "zh vote"\n', ""));
    const found = await findings({ ...files, "words/zh.yaml": zh, "words/zh-Hans.yaml": 'colon: "："\n' });
    expect(found.filter((one) => one.includes('lack "vote"'))).not.toEqual([]);
  });
});

describe("a word that one language has and another lacks is told at the file it belongs in:", () => {
  test("a needed word", async () => {
    const de = wordsText("de", (text) => `# Deutsch\n${text.replace('vote: "de vote"\n', "")}`);
    expect(await findings({ ...both, "words/de.yaml": de })).toEqual([
      'templates/words/de.yaml:2:1 the words in "de" lack "vote", which "en" has. Add it here. [render/word-missing]',
    ]);
  });

  test("a needed word that no language has", async () => {
    const en = wordsText("en", (text) => text.replace('vote: "en vote"\n', ""));
    expect(await findings({ "words/en.yaml": en })).toEqual([
      'templates/words/en.yaml:1:1 the words in "en" lack "vote", which every template needs. Add it here. [render/word-missing]',
    ]);
  });

  test("another shared word", async () => {
    expect(await findings({ ...both, "words/en.yaml": `${wordsText("en")}greeting: "Hello"\n` })).toEqual([
      'templates/words/de.yaml:1:1 the words in "de" lack "greeting", which "en" has. Add it here. [render/word-missing]',
    ]);
  });

  test("a word of the template's own", async () => {
    expect(await findings({ ...both, "weekly/words/en.yaml": 'feature: "F"\nquiz: "Q"\n' })).toEqual([
      'templates/weekly/words/de.yaml:1:1 the words in "de" lack "quiz", which "en" has. Add it here. [render/word-missing]',
    ]);
  });

  test("a shared word where the shared file is missing", async () => {
    const { "words/de.yaml": _, ...rest } = both;
    const found = await findings(rest);
    expect(found).toHaveLength(11);
    expect(found).toContain(
      'templates/weekly/words/de.yaml:1:1 the words in "de" lack "unsubscribe", which "en" has. Add it in templates/words/de.yaml. [render/word-missing]',
    );
  });

  test("not a word that one language overrides", async () => {
    const files = { ...both, "weekly/words/en.yaml": 'feature: "F"\nreason: "You asked for the weekly."\n' };
    const { template } = await readWeeklyWith(files);
    expect(template?.words.languages.en?.reason).toBe("You asked for the weekly.");
    expect(template?.words.languages.de?.reason).toBe("de reason");
  });

  test("not what a region has from its language", async () => {
    const files = { ...both, "words/de-CH.yaml": 'reason: "Grüezi"\n' };
    const { template } = await readWeeklyWith(files);
    expect(template?.words.languages["de-CH"]).toEqual({
      ...template?.words.languages.de,
      reason: "Grüezi",
    });
  });
});

describe("a word that no other language has", () => {
  test("is told with the one that was meant, and that one is not told as lacking", async () => {
    const de = wordsText("de", (text) => text.replace("vote:", "voet:"));
    expect(await findings({ ...both, "words/de.yaml": de })).toEqual([
      'templates/words/de.yaml:7:1 no other language has a word "voet". Did you mean "vote"? If not, add it to en too. [render/word-unknown]',
    ]);
  });

  test("is told in a template's own file too", async () => {
    expect(await findings({ ...both, "weekly/words/de.yaml": 'feeture: "D"\n' })).toEqual([
      'templates/weekly/words/de.yaml:1:1 no other language has a word "feeture". Did you mean "feature"? If not, add it to en too. [render/word-unknown]',
    ]);
  });

  test("is told in both files when two languages differ and none of them is English", async () => {
    const files = { "words/de.yaml": wordsText("de"), "words/fr.yaml": wordsText("fr") };
    const own = { "weekly/words/de.yaml": 'feeture: "D"\n', "weekly/words/fr.yaml": 'feature: "F"\n' };
    expect((await findings({ ...files, ...own })).map((one) => one.split(" ")[0])).toEqual([
      "templates/weekly/words/de.yaml:1:1",
      "templates/weekly/words/fr.yaml:1:1",
    ]);
  });

  test("is told next to the right one", async () => {
    expect(await findings({ ...both, "words/de.yaml": `${wordsText("de")}imgae: "x"\n` })).toEqual([
      'templates/words/de.yaml:14:1 no other language has a word "imgae". Did you mean "image"? If not, add it to en too. [render/word-unknown]',
    ]);
  });
});
