import { escapeHtml } from "../../base/html.ts";

/** Markup that is safe to send: only the tag below makes it, so text from outside cannot pass for it. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

export type Shown = Html | string | number | false | undefined | readonly Shown[];

/**
 * Markup with values in it. Texts are escaped, for HTML text and for quoted attributes; `false` and undefined show
 * nothing.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Shown[]): Html {
  return new Html(parts.map((part, index) => part + markupOf(values[index])).join(""));
}

function markupOf(value: Shown): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Html) return value.markup;
  if (typeof value === "string" || typeof value === "number") return escapeHtml(String(value));
  return value.map(markupOf).join("");
}
