import { describe, expect, test } from "@jest/globals";
import { languageFor } from "../../src/model/reader-language.ts";

describe("the language that a reader gets", () => {
  test.each([
    ["de", ["en", "de"], "de"],
    ["de-AT", ["en", "de"], "de"],
    ["de_at", ["en", "de"], "de"],
    ["DE-AT", ["en", "de-AT", "de"], "de-AT"],
    ["deu", ["en", "de"], "de"],
    ["de_AT.UTF-8", ["en", "de"], "de"],
    [" de ", ["en", "de"], "de"],
    ["de-", ["en", "de"], "de"],
    ["pt-PT", ["en", "pt-BR", "pt"], "pt"],
    ["zh-TW", ["en", "zh", "zh-Hant"], "zh-Hant"],
    ["zh-HK", ["en", "zh", "zh-Hant"], "zh-Hant"],
    ["zh-Hant-TW", ["en", "zh", "zh-Hant"], "zh-Hant"],
    ["zh-Hant-TW", ["en", "zh-TW"], "zh-TW"],
    ["zh-CN", ["en", "zh", "zh-Hant"], "zh"],
    ["zh-CN", ["en", "zh-Hans"], "zh-Hans"],
    ["zh", ["en", "zh-Hans", "zh-Hant"], "zh-Hans"],
    ["zh-Hans", ["en", "zh", "zh-Hant"], "zh"],
    ["sr-Latn-RS", ["en", "sr", "sr-Latn"], "sr-Latn"],
    ["de", ["en-u-nu-latn", "de-u-co-phonebk"], "de-u-co-phonebk"],
  ])("who says %j finds in %j %s", (said, languages, expected) => {
    expect(languageFor(languages, said)).toBe(expected);
  });

  test.each([
    ["", ["en", "de"]],
    ["Deutsch, bitte", ["en", "de"]],
    ["nö", ["en", "no"]],
    ["de\u0000", ["en", "de"]],
    ["-", ["en", "de"]],
    // None of these is in a script that the reader is sure to read.
    ["zh-TW", ["en", "zh"]],
    ["sr-Latn", ["en", "sr"]],
    ["pt", ["en", "pt-BR"]],
  ])("is the issue's own for who says %j", (said, languages) => {
    expect(languageFor(languages, said)).toBe("en");
  });
});
