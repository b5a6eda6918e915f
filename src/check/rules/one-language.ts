import { broaderTags } from "../../base/language.ts";
import { problem } from "../../base/problem.ts";
import type { Rule } from "../rule.ts";

/** Readers who get blocks in their language should get its inbox line too. */
export const oneLanguage: Rule = {
  id: "check/one-language",
  check({ issue, selection }) {
    const { language } = selection;
    const said = (tags: Readonly<Record<string, unknown>>) =>
      broaderTags(language).some((tag) => Object.hasOwn(tags, tag));
    const warn = (key: string, line: typeof selection.subject) => {
      const message = `the readers of ${language} get the ${key} in ${issue.language}.`;
      const remedy = `Write one for each language: ${key}: {${issue.language}: …, ${language}: …}.`;
      return problem(line.at, this.id, message, remedy, "warning");
    };
    return [
      ...(said(issue.subjects) ? [] : [warn("subject", selection.subject)]),
      ...(said(issue.preheaders) ? [] : [warn("preheader", selection.preheader)]),
    ];
  },
};
