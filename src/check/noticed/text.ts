import type { RuleHead } from "../rule.ts";

/** What readers would see of a slip in a text. */
export const inTexts: readonly RuleHead[] = [
  { id: "issue/blank", severity: "warning", why: "Readers would see words that were for you." },
  {
    id: "issue/garbled",
    severity: "warning",
    why: "Readers see signs that mean nothing where a letter was.",
  },
  {
    id: "issue/foreign-field",
    severity: "warning",
    why: "Readers see the notation of another program instead of their own value.",
  },
  {
    id: "issue/template-tag",
    severity: "warning",
    why: "Readers see a command of another program, which nothing here carries out.",
  },
  {
    id: "issue/unknown-entity",
    severity: "warning",
    why: "Readers see a name between & and ; where a character was meant.",
  },
  {
    id: "issue/open-sign",
    severity: "warning",
    why: "Readers see a star, an underscore or a backtick that was to begin something.",
  },
  { id: "issue/loose-stars", severity: "warning", why: "Readers see two stars where words were to be bold." },
  {
    id: "issue/heading-space",
    severity: "warning",
    why: "Readers see number signs before words that were to be a heading.",
  },
  { id: "issue/table-head", severity: "warning", why: "Readers see bars, and no table." },
  {
    id: "issue/typed-bullets",
    severity: "warning",
    why: "Readers see a list run into one line, and those who hear the mail do not hear that it is one.",
  },
  {
    id: "issue/list-number",
    severity: "warning",
    why: "Readers see another number than the one that was written.",
  },
  { id: "issue/task-item", severity: "warning", why: "Readers see brackets where a box to tick was meant." },
  { id: "issue/footnote", severity: "warning", why: "Readers see the mark of a note that is nowhere." },
  { id: "issue/no-definition", severity: "warning", why: "Readers see brackets where a link was meant." },
  {
    id: "issue/markdown-in-line",
    severity: "warning",
    why: "Readers see signs of Markdown in a title or a subject, where it is not read.",
  },
  {
    id: "issue/entity-in-line",
    severity: "warning",
    why: "Readers see the name of a character where the character was meant.",
  },
  {
    id: "issue/html-in-line",
    severity: "warning",
    why: "Readers see a tag in a title or a subject, where HTML is not read.",
  },
  { id: "yaml/folded", severity: "warning", why: "Readers see lines run together that you wrote apart." },
];
