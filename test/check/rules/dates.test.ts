import { describe, expect, test } from "@jest/globals";
import { pastDay } from "../../../src/check/rules/past-day.ts";
import { staleYear } from "../../../src/check/rules/stale-year.ts";
import { weekday } from "../../../src/check/rules/weekday.ts";
import { at, block, letter, paragraph, proseOr } from "../../support/issue-builder.ts";
import { findings } from "./findings-of.ts";

/** What the rule says of a letter in an issue of 14 February 2025, a Friday. */
const of = (text: string, language = "en") =>
  findings(weekday, { issue: { language, blocks: [letter(text)] } });

describe("a weekday beside a date", () => {
  test.each([
    ["on Friday, 21 February 2025", "en"],
    ["on Friday, February 21st", "en"],
    ["Friday the 21st of February", "en"],
    ["on Thursday, January 1, 2026", "en"],
    ["am Freitag, den 21. Februar", "de"],
    ["vendredi 21 février 2025", "fr"],
    ["el viernes 21 de febrero de 2025", "es"],
    ["on Friday, and 21 February is another day", "en"],
    ["In 2023, on Saturday 2 December, we began.", "en"],
    ["On Saturday 2 December we began, and that was in 2023.", "en"],
    ["Am Samstag, den 2. Dezember begann 2023 alles.", "de"],
    ["Le samedi 2 décembre, en 2023, tout a commencé.", "fr"],
    ["After a great 2024, join us on Monday 17 March.", "en"],
    ["Sunday 30 December", "en"],
  ])("fits: %s", (text, language) => {
    // Without a year it is the day that is nearest: 30 December is that of 2024, a Monday, in the last line.
    expect(of(text, language)).toHaveLength(text.startsWith("Sunday") ? 1 : 0);
  });

  test.each([
    ["on Friday, 20 February 2025", "en", '"Friday, 20 February 2025" is a Thursday (2025-02-20).'],
    ["on Monday, January 1", "en", '"Monday, January 1" is a Wednesday (2025-01-01).'],
    ["In 2023, on Friday 2 December, we began.", "en", '"Friday 2 December" is a Monday (2024-12-02).'],
    ["We began in 2024. See you on Sunday, 17 March.", "en", "is a Monday (2025-03-17)."],
    ["am Montag, den 21. Februar 2025", "de", "is a Freitag (2025-02-21)."],
    ["lundi 21 février", "fr", "is a vendredi (2025-02-21)."],
    ["el lunes 21 de febrero", "es", "is a viernes (2025-02-21)."],
    ["Friday, 30 February 2025", "en", 'no calendar has the day "Friday, 30 February 2025".'],
  ])("does not fit: %s", (text, language, what) => {
    expect(of(text, language)).toEqual([expect.stringContaining(what)]);
  });
});

describe("a day that is over", () => {
  // The issue is of 14 February 2025.
  const said = (text: string, language = "en") =>
    findings(pastDay, { issue: { language, blocks: [letter(text)] } });

  test.each([
    [
      "Join us on Thursday, 13 February 2025.",
      "en",
      '"Thursday, 13 February 2025" is announced, and was the day before the issue.',
    ],
    [
      "The doors open on February 3rd at eight.",
      "en",
      '"February 3rd" is announced, and was 11 days before the issue.',
    ],
    ["It was fun. Register until 10 February.", "en", "was 4 days before the issue"],
    ["Meldet euch bis zum 10. Februar an.", "de", "was 4 days before the issue"],
    ["Inscriptions jusqu’au 10 février.", "fr", "was 4 days before the issue"],
    ["Apúntate hasta el 10 de febrero de 2024.", "es", "was 370 days before the issue"],
  ])("is told where it is announced: %s", (text, language, what) => {
    expect(said(text, language)).toEqual([expect.stringContaining(what)]);
  });

  test.each([
    ["Join us on 14 February.", "en"],
    ["Join us on 3 March.", "en"],
    ["On 3 February the doors opened.", "en"],
    ["The show was open until 3 February.", "en"],
    ["Registration closed on 3 February.", "en"],
    ["The next one starts on 3 October.", "en"],
    ["See the plan of 3 February.", "en"],
    ["Das lief noch bis zum 10. Februar.", "de"],
    ["Join us on 3 February 2025.", "ja"],
  ])("is not where it is told, or still to come: %s", (text, language) => {
    expect(said(text, language)).toEqual([]);
  });
});

test("a day that somebody else announces, in a quotation, is no news of the issue", () => {
  const body = paragraph("Join us on 3 February.");
  const blocks = [
    letter({ type: "quote", children: [body], at: at() }),
    block("quote", { body: proseOr([body]) }),
  ];
  expect(findings(pastDay, { issue: { blocks } })).toEqual([]);
});

describe("the year of a copyright", () => {
  const said = (text: string) => findings(staleYear, { issue: { blocks: [letter(text)] } });

  test("is that of the issue", () => {
    expect(said("© 2024 The Weekly")).toEqual([
      'warning issues/2025-02-14-test.yaml:1:1 "© 2024" is not the year of the issue, 2025. Correct it. [check/stale-year]',
    ]);
    expect(said("Copyright 2020-2024")).toHaveLength(1);
    expect(said("© 2025, (c) 2020–2025; in 2024 there were others")).toEqual([]);
  });
});
