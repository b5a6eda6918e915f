import type { PageValues } from "../../render/pages/compile-pages.ts";

/**
 * What each page is tried with before the service starts, so that a name which a newsletter's own page has wrong is found then and
 * not by a reader. A page that may show different things has several. Every page that ships is here.
 */
export const pageSamples: Readonly<Record<string, readonly PageValues[]>> = {
  fault: [{ retry: true }, { retry: false }],
  "not-allowed": [{}],
  "not-found": [{}],
  "not-understood": [{}],
  "too-large": [{}],
  "unknown-link": [{}],
  unsubscribe: [{ list: "Weekly" }],
  unsubscribed: [{ list: "Weekly" }],
};
