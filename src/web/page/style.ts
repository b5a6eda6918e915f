import { createHash } from "node:crypto";
import type { Hono } from "hono";
import type { PeerEnv } from "../server/peer.ts";
import type { Service } from "../service.ts";
import { addRoute } from "./routes.ts";

/**
 * The style sheet and the icon of all pages, and the script of a form that asks for work; browsers keep them for an
 * hour, then ask whether they are still the same.
 */
export function addStyle(app: Hono<PeerEnv>, service: Service): void {
  addFile(app, service, { path: "/style.css", type: "text/css", text: service.pages.style });
  addFile(app, service, { path: "/icon.svg", type: "image/svg+xml", text: service.pages.icon });
  if (service.config.service.form.proofOfWork > 0)
    addFile(app, service, { path: "/work.js", type: "text/javascript", text: service.pages.work });
}

function addFile(
  app: Hono<PeerEnv>,
  service: Service,
  { path, type, text }: { readonly path: string; readonly type: string; readonly text: string },
): void {
  const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  const headers = {
    "Content-Type": `${type}; charset=utf-8`,
    "Cache-Control": "public, max-age=3600",
    ETag: tag,
    // The page of an issue has the icon too, and no origin that could be the same.
    "Cross-Origin-Resource-Policy": "cross-origin",
  };
  addRoute(app, service, path, {
    get: (context) => {
      const isKnown = context.req.header("if-none-match") === tag;
      return isKnown ? context.body(null, 304, headers) : context.body(text, 200, headers);
    },
  });
}
