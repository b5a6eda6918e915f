import { broaderTags } from "../../base/language.ts";
import type { Rule } from "../rule.ts";

export const oneLanguage: Rule = {
  id: "check/one-language",
  severity: "warning",
  why: "Readers who get blocks in their language find the subject in another.",
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
