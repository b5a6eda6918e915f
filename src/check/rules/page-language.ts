import { attribute } from "../said-html.ts";
import type { Rule } from "../rule.ts";

export const pageLanguage: Rule = {
  id: "check/page-language",
  severity: "warning",
  why: "Readers who hear the mail hear it in the accents of another language, and those who read from right to left see it the wrong way round.",
  check({ issue, selection: { language, direction }, page }) {
    const root = page.pieces.find((piece) => piece.kind === "tag" && piece.name === "html");
    if (root?.kind !== "tag") return [];
    const found = (message: string, remedy: string) => [{ at: issue.templateAt, message, remedy }];
    const said = attribute(root, "lang");
    if (said.toLowerCase() !== language.toLowerCase())
      return found(
        said === ""
          ? "the mail does not say its language."
          : `the mail says that it is in ${said}, and it is in ${language}.`,
        'Write <mjml lang="{{issue.language}}" dir="{{issue.direction}}"> in template.mjml.',
      );
    if ((attribute(root, "dir") || "ltr") === direction) return [];
    return found(
      `the mail does not say that it runs ${direction === "rtl" ? "from right to left" : "from left to right"}.`,
      'Write dir="{{issue.direction}}" at <mjml> in template.mjml.',
    );
  },
};
