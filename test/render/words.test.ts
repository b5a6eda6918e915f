import { readdir } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { readTemplate, templateNames } from "../../src/render/template/read-template.ts";
import { counted, type TemplateWords, wordsFor } from "../../src/render/words/words.ts";

const shipped = ["ar", "de", "en", "es", "fr", "ja"];

/** Words that are the same in English, and rightly so. */
const sameAsEnglish = ["ar colon", "de colon", "de links", "es colon", "fr source"];

async function wordsOf(template: string): Promise<TemplateWords> {
  const read = await readTemplate(`templates/${template}`);
  expect(read.problems).toEqual([]);
  if (read.template === undefined) throw new Error(`${template} cannot be read`);
  return read.template.words;
}

test("a folder is a template when it has a template.mjml, so the shared words are none", async () => {
  const names = await templateNames("templates");
  expect(names).toContain("weekly");
  expect(names).not.toContain("words");
  expect(await readdir("templates")).toContain("words");
  expect(await templateNames("templates/nothing-here")).toEqual([]);
});

test("every template that ships has every language, with every word", async () => {
  for (const name of await templateNames("templates")) {
    const { languages } = await wordsOf(name);
    expect([name, Object.keys(languages)]).toEqual([name, shipped]);
    const names = Object.keys(languages.en ?? {}).sort();
    for (const words of Object.values(languages)) expect(Object.keys(words).sort()).toEqual(names);
  }
});

test("no word is still the English one", async () => {
  const same = new Set<string>();
  for (const name of await templateNames("templates")) {
    const { en = {}, ...others } = (await wordsOf(name)).languages;
    const english = new Set(Object.values(en).flatMap(textsOf));
    for (const [language, words] of Object.entries(others))
      for (const [word, said] of Object.entries(words))
        if (textsOf(said).some((text) => english.has(text))) same.add(`${language} ${word}`);
  }
  expect([...same].sort()).toEqual(sameAsEnglish);
});

function textsOf(word: unknown): readonly string[] {
  return typeof word === "string" ? [word] : Object.values(word as Readonly<Record<string, string>>);
}

describe("a word with its number", () => {
  test.each([
    ["en", 1, "1 minute to read"],
    ["en", 2, "2 minutes to read"],
    ["en-GB", 12, "12 minutes to read"],
    ["de", 1, "1 Minute Lesezeit"],
    ["de", 5, "5 Minuten Lesezeit"],
    ["fr", 1, "1 minute de lecture"],
    ["fr", 3, "3 minutes de lecture"],
    ["es", 1, "1 minuto de lectura"],
    ["es", 4, "4 minutos de lectura"],
    ["ar", 1, "مدة القراءة: دقيقة واحدة"],
    ["ar", 2, "مدة القراءة: دقيقتان"],
    ["ar", 3, "مدة القراءة: 3 دقائق"],
    ["ar", 11, "مدة القراءة: 11 دقيقة"],
    ["ar", 100, "مدة القراءة: 100 دقيقة"],
    ["ar-EG", 3, "مدة القراءة: ٣ دقائق"],
    ["ja", 1, "1分で読めます"],
    ["ja", 7, "7分で読めます"],
  ])("has the form of the language: %s %d", async (language, minutes, phrase) => {
    expect(counted(await wordsOf("weekly"), language, "readingTime", minutes)).toBe(phrase);
  });

  test.each([
    ["en", "No. 1042"],
    ["de", "Nr. 1042"],
    ["fr", "Nº 1042"],
    ["es", "N.º 1042"],
    ["ar", "العدد 1042"],
    ["ar-EG", "العدد ١٠٤٢"],
    ["ja", "第1042号"],
  ])("numbers the issue without a sign between thousands: %s", async (language, phrase) => {
    expect(counted(await wordsOf("weekly"), language, "number", 1042)).toBe(phrase);
  });
});

test("the words without a number are what templates name, in the language or the one without its region", async () => {
  const words = await wordsOf("weekly");
  expect(wordsFor(words, "de-AT").unsubscribe).toBe("Abbestellen");
  expect(wordsFor(words, "de-AT")).not.toHaveProperty("readingTime");
  expect(() => wordsFor(words, "nl")).toThrow("there are no words in nl");
});
