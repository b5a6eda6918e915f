import type { MiddlewareHandler } from "hono";

/**
 * Stands before every route. A page anywhere on the web can make a browser ask 127.0.0.1, and with DNS rebinding even read the
 * answer: then the Host is a foreign name, which is refused. `port` is the one we listen on.
 */
export function guard(port: number): MiddlewareHandler {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  return async (context, next) => {
    const named = [new URL(context.req.url).host, context.req.header("host")?.toLowerCase()];
    if (named.some((host) => host !== undefined && !hosts.has(host)))
      return refusal(403, `This page is for this machine only. Open http://127.0.0.1:${port}/`);
    if (context.req.method !== "GET" && context.req.method !== "HEAD")
      return refusal(405, "There is nothing to change here.");
    await next();
    const { headers } = context.res;
    if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", pagePolicy);
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
    for (const [name, value] of Object.entries(always)) headers.set(name, value);
    return undefined;
  };
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
