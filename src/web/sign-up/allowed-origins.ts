import type { MiddlewareHandler } from "hono";

/**
 * Lets scripts on other sites of the newsletter sign people up: browsers ask first what is allowed (CORS,
 * https://fetch.spec.whatwg.org), and are told so for the origins that letterpress.yaml names. No cookie is ever sent,
 * so there is nothing that a page could do in somebody's name.
 */
export function allowOrigins(origins: readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    const origin = context.req.header("origin") ?? "";
    const isAllowed = origins.includes(origin);
    const isAsked = context.req.header("access-control-request-method") !== undefined;
    if (context.req.method === "OPTIONS" && isAllowed && isAsked) {
      context.header("Access-Control-Allow-Methods", "GET, POST");
      context.header("Access-Control-Allow-Headers", "Content-Type");
      context.header("Access-Control-Max-Age", "600");
      context.res = context.body(null, 204);
    } else await next();
    const { headers } = context.res;
    headers.append("Vary", "Origin");
    if (!isAllowed) return;
    headers.set("Access-Control-Allow-Origin", origin);
    headers.set("Access-Control-Expose-Headers", "Retry-After");
  };
}
