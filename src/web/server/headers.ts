import type { MiddlewareHandler } from "hono";

/**
 * The headers of every answer. An answer is private unless it says otherwise: nobody keeps it, no search engine lists
 * it, and no link on it tells where the reader came from, since the URL may hold the reader's token. A route whose
 * answer is for everybody sets its own Cache-Control, and is listed then; one that needs another
 * Content-Security-Policy sets that.
 */
export function answerHeaders(): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const { headers } = context.res;
    for (const [name, value] of Object.entries(always)) if (!headers.has(name)) headers.set(name, value);
    if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", pagePolicy);
    if (headers.has("Cache-Control")) return;
    headers.set("Cache-Control", "no-store");
    headers.set("X-Robots-Tag", "noindex");
  };
}

/** Our own style sheet, pictures and forms; no script, no frame, nothing from outside. */
export const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const always = {
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
} as const;
