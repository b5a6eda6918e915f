import { broaderTags } from "../../base/language.ts";
import type { Rule } from "../rule.ts";

export const oneLanguage: Rule = {
  id: "check/one-language",
  severity: "warning",
  why: "Readers who get blocks in their language find the subject in another.",
  example: {
    wrong: [
      "subject: A quiet week in printing",
      "blocks:",
      "  - letter: { body: A quiet week., lang: en }",
      "  - letter: { body: Eine ruhige Woche., lang: de }",
    ],
    right: [
      "subject: { en: A quiet week in printing, de: Eine ruhige Woche im Druck }",
      'preheader: { en: "What happened in the shop, in five minutes", de: "Was in der Werkstatt geschah, in fünf Minuten" }',
      "blocks:",
      "  - letter: { body: A quiet week., lang: en }",
      "  - letter: { body: Eine ruhige Woche., lang: de }",
    ],
  },
  check({ issue, selection }) {
    const { language } = selection;
    const said = (tags: Readonly<Record<string, unknown>>) =>
      broaderTags(language).some((tag) => Object.hasOwn(tags, tag));
    const missing = (key: string, line: typeof selection.subject) => ({
      at: line.at,
      message: `the readers of ${language} get the ${key} in ${issue.language}.`,
      remedy: `Write one for each language: ${key}: {${issue.language}: …, ${language}: …}.`,
    });
    return [
      ...(said(issue.subjects) ? [] : [missing("subject", selection.subject)]),
      ...(said(issue.preheaders) ? [] : [missing("preheader", selection.preheader)]),
    ];
  },
};
