import { timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";

/**
 * Stands before every route. A page anywhere on the web can make a browser ask 127.0.0.1, and with DNS rebinding even
 * read the answer: then the Host is a foreign name, or the Origin is, and both are refused. `port` is the one we listen
 * on. Without a `token` nothing can be changed; with it a request that changes or starts something has to come from our
 * own page and carry the token of this run, which only our own page can read.
 */
export function guard(port: number, token?: string): MiddlewareHandler {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  const origins = new Set([...hosts].map((host) => `http://${host}`));
  return async (context, next) => {
    const { method } = context.req;
    const named = [new URL(context.req.url).host, context.req.header("host")?.toLowerCase()];
    const origin = context.req.header("origin");
    if (named.some((host) => host !== undefined && !hosts.has(host)))
      return refusal(403, `This page is for this machine only. Open http://127.0.0.1:${port}/`);
    if (origin !== undefined && !origins.has(origin))
      return refusal(403, "This page answers to nobody but itself.");
    if (method !== "GET" && method !== "HEAD") {
      if (method !== "POST" || token === undefined) return refusal(405, "There is nothing to change here.");
      if (origin === undefined || !isSame(context.req.header(tokenHeader) ?? "", token))
        return refusal(403, "This page is of an earlier run. Load it again.");
    }
    await next();
    const { headers } = context.res;
    if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", pagePolicy);
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
    for (const [name, value] of Object.entries(always)) headers.set(name, value);
    return undefined;
  };
}

/**
 * Browsers send no header of our own to us from a foreign page: for that they would have to ask first, and are refused.
 */
export const tokenHeader = "X-Letterpress-Token";

function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function refusal(status: number, text: string): Response {
  return new Response(`${text}\n`, {
    status,
    headers: {
      ...always,
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Security-Policy": bytesPolicy,
    },
  });
}

/** Our own pages: our script, our style, our frames, and nothing from outside. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Pictures and downloads, should a browser open one as a page. */
export const bytesPolicy = "default-src 'none'; sandbox";

const always = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
} as const;
