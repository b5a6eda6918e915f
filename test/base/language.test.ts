import { describe, expect, test } from "@jest/globals";
import { broaderTags, directionOf } from "../../src/base/language.ts";

describe("the direction of a language", () => {
  test.each(["ar", "ar-EG", "he", "fa", "ur", "az-Arab", "uz-AF", "ar-u-nu-arab"])(
    "is from right to left: %s",
    (language) => {
      expect(directionOf(language)).toBe("rtl");
    },
  );

  test.each(["en", "de", "fr", "es", "ja", "zh-Hant-TW", "az", "uz", "ar-Latn"])(
    "is from left to right: %s",
    (language) => {
      expect(directionOf(language)).toBe("ltr");
    },
  );
});

test.each([
  ["en", ["en", "en-Latn"]],
  ["pt-BR", ["pt-BR", "pt-Latn-BR", "pt", "pt-Latn"]],
  ["pt-br", ["pt-BR", "pt-Latn-BR", "pt", "pt-Latn"]],
  ["zh-Hant-TW", ["zh-Hant-TW", "zh-TW", "zh-Hant"]],
  ["zh-TW", ["zh-TW", "zh-Hant-TW", "zh-Hant"]],
  ["zh-HK", ["zh-HK", "zh-Hant-HK", "zh-Hant"]],
  ["zh-Hant", ["zh-Hant"]],
  ["zh", ["zh", "zh-Hans"]],
  ["zh-Hans-SG", ["zh-Hans-SG", "zh-SG", "zh-Hans", "zh"]],
  ["sr-Latn", ["sr-Latn"]],
  ["sr", ["sr", "sr-Cyrl"]],
  ["uz-AF", ["uz-AF", "uz-Arab-AF", "uz-Arab"]],
  ["de-1996", ["de-1996", "de-Latn-1996", "de", "de-Latn"]],
  ["ar-EG-u-nu-latn", ["ar-EG", "ar-Arab-EG", "ar", "ar-Arab"]],
  // A language of which nobody knows how it is written.
  ["qaa-DE", ["qaa-DE", "qaa"]],
])("the readers of %s can read %j", (language, tags) => {
  expect(broaderTags(language)).toEqual(tags);
});
