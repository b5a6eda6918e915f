import { type Edition, fillSegments, type Slot } from "../../src/model/edition.ts";

/**
 * The edition as Handlebars templates, for senders that fill one for each reader: `{{firstName}}`, `{{city}}`,
 * `{{link}}`.
 */
export function handlebarsOf({ html, text }: Edition): { readonly html: string; readonly text: string } {
  const template = (segments: Edition["html"]) => fillSegments(segments.map(quoted), named);
  return { html: template(html), text: template(text) };
}

function quoted(segment: string | Slot): string | Slot {
  return typeof segment === "string" ? segment.replaceAll("{{", "&#123;&#123;") : segment;
}

function named({ value }: Slot): string {
  return value.kind === "field" ? `{{${value.name}}}` : "{{link}}";
}
