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
  ["en", ["en"]],
  ["pt-BR", ["pt-BR", "pt"]],
  ["zh-Hant-TW", ["zh-Hant-TW", "zh-Hant"]],
  ["zh-TW", ["zh-TW"]],
  ["zh-Hans-SG", ["zh-Hans-SG", "zh-Hans", "zh"]],
  ["sr-Latn", ["sr-Latn"]],
  ["ar-EG-u-nu-latn", ["ar-EG", "ar"]],
  ["pt-br", ["pt-BR", "pt"]],
])("the readers of %s can read %j", (language, tags) => {
  expect(broaderTags(language)).toEqual(tags);
});
