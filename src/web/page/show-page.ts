import type { Context } from "hono";
import type { PageValues } from "../../render/pages/compile-pages.ts";
import type { Service } from "../service.ts";
import { languageOf } from "./language-of.ts";

/** How a page is shown: the HTTP status, and what the reader says of their language. */
export interface Showing {
  readonly status?: 200 | 400 | 403 | 404 | 405 | 410 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly said?: string | undefined;
}

/**
 * Answers with the page `templates/pages/<name>.hbs`. Every page has `newsletter` (its name) and `site` (the path
 * before every link).
 */
export function showPage(
  context: Context,
  service: Service,
  name: string,
  values: PageValues = {},
  { status = 200, said }: Showing = {},
): Response {
  const language = languageOf(context, service, said);
  const { config, site, pages } = service;
  const text = pages.fill(name, language, { newsletter: config.name, site, ...values });
  context.header("Content-Language", language);
  context.header("Vary", "Accept-Language");
  return context.html(text, status);
}
