import { describe, expect, test } from "@jest/globals";
import { oneLanguage } from "../../../src/check/rules/one-language.ts";
import { preheaderLength } from "../../../src/check/rules/preheader-length.ts";
import { subjectLength } from "../../../src/check/rules/subject-length.ts";
import { subjectShouts } from "../../../src/check/rules/subject-shouts.ts";
import { subjectReply } from "../../../src/check/rules/subject-reply.ts";
import { textShouts } from "../../../src/check/rules/text-shouts.ts";
import type { Line } from "../../../src/model/prose.ts";
import { at, field, letter, line } from "../../support/issue-builder.ts";
import { findings } from "./findings-of.ts";

describe("the subject", () => {
  test("has 60 characters at most; one outside the first plane counts once, a merge field as its fallback", () => {
    const of = (...parts: Line["parts"]) => findings(subjectLength, { issue: { subject: line(...parts) } });
    expect(of("x".repeat(60))).toEqual([]);
    expect(of("x".repeat(61))).toEqual([
      "warning issues/2025-02-14-test.yaml:1:1 the subject has 61 characters; phones show about 40. Shorten it. [check/subject-length]",
    ]);
    expect(of("𝒜".repeat(55), field("firstName", "there"))).toEqual([]);
    expect(of("𝒜".repeat(56), field("firstName", "there"))).toHaveLength(1);
  });

  test.each([
    ["LAST CHANCE TO PRINT", "in capitals"],
    ["Hurry!!", "more than one exclamation mark"],
    ["Now! Only now!", "more than one exclamation mark"],
    ["Make $$$ with type", '"$$$"'],
    ["A course, 100% free", '"100% free"'],
  ])("shouts: %s", (subject, what) => {
    expect(findings(subjectShouts, { issue: { subject: line(subject) } })).toEqual([
      expect.stringContaining(what),
    ]);
  });

  test.each([
    "NASA and the press",
    "HTML for NATO",
    "Who won?",
    "A press for $500!",
    "静かな一週間！",
    "FAQ",
  ])("does not shout: %s", (subject) => {
    expect(findings(subjectShouts, { issue: { subject: line(subject) } })).toEqual([]);
  });
});

describe("a subject that pretends to be an answer", () => {
  test.each(["Re: your order", "RE : that", "Fwd: news", "AW: Frage", "Re[2]: again", "TR: x"])(
    "is told: %s",
    (subject) => {
      expect(findings(subjectReply, { issue: { subject: line(subject) } })).toEqual([
        expect.stringContaining("as answers and forwarded mails do. Leave it out. [check/subject-reply]"),
      ]);
    },
  );

  test.each(["Recap: the week", "Restart", "A story: retold", "TRS-80: a history", "Svelte: five"])(
    "is none: %s",
    (subject) => {
      expect(findings(subjectReply, { issue: { subject: line(subject) } })).toEqual([]);
    },
  );
});

describe("a text that shouts", () => {
  const of = (text: string) => findings(textShouts, { issue: { blocks: [letter(text)] } });

  test.each([
    [
      "Today only. BUY YOUR PRESS BEFORE IT IS GONE, friends.",
      '"BUY YOUR PRESS BEFORE IT IS GONE" is in capitals.',
    ],
    ["Hurry!!!", '"!!!" is a row of signs.'],
    ["What?!?!", '"?!?!" is a row of signs.'],
    ["KAUFT NOCH HEUTE EINE GROSSE PRESSE", "is in capitals."],
  ])("is told: %s", (text, what) => {
    expect(of(text)).toEqual([expect.stringContaining(what)]);
  });

  test.each([
    "NASA, ESA, JAXA, CNSA, ISRO and DLR met.",
    "The US EPA and the EU DG ENER agreed.",
    "Really?! Yes!!",
    "HELLO WORLD",
    "He wrote IF THEN ELSE on it",
    "SE-0304, SE-0305, SE-0306, SE-0307 and SE-0308",
    "静かな一週間！",
  ])("is not: %s", (text) => {
    expect(of(text)).toEqual([]);
  });
});

describe("the preheader", () => {
  test("has 30 characters at least", () => {
    const of = (text: string) => findings(preheaderLength, { issue: { preheader: line(text) } });
    expect(of("x".repeat(30))).toEqual([]);
    expect(of("x".repeat(29))).toEqual([
      expect.stringMatching(/^warning .* the preheader has 29 characters; .* \[check\/preheader-length\]$/),
    ]);
  });
});

describe("readers of another language", () => {
  const blocks = [
    { kind: "letter", parts: {}, at: at(10) },
    { kind: "letter", parts: {}, language: "de", at: at(12) },
    { kind: "letter", parts: {}, language: "de", at: at(14) },
  ];

  test("get subject and preheader in it, or it is told", () => {
    const selected = { blocks, language: "en", subject: line("One"), preheader: line("Two") };
    expect(findings(oneLanguage, { issue: selected })).toEqual([
      "warning issues/2025-02-14-test.yaml:1:1 the readers of de get the subject in en. Write one for each language: subject: {en: …, de: …}. [check/one-language]",
      expect.stringContaining("get the preheader in en"),
    ]);
    const both = {
      ...selected,
      subjects: { en: [line("One")], de: [line("Eins")] },
      preheaders: { en: line("Two"), de: line("Zwei") },
    };
    expect(findings(oneLanguage, { issue: both })).toEqual([]);
  });
});
