import { createHash } from "node:crypto";
import type { Hono } from "hono";
import type { PeerEnv } from "../server/peer.ts";
import type { Service } from "../service.ts";
import { addRoute } from "./routes.ts";

/** The style sheet of all pages; browsers keep it for an hour, then ask whether it is still the same. */
export function addStyle(app: Hono<PeerEnv>, service: Service): void {
  const { style } = service.pages;
  const tag = `"${createHash("sha256").update(style).digest("base64url").slice(0, 22)}"`;
  addRoute(app, service, "/style.css", {
    get: (context) => {
      const headers = {
        "Content-Type": "text/css; charset=utf-8",
        "Cache-Control": "public, max-age=3600",
        ETag: tag,
      };
      const isKnown = context.req.header("if-none-match") === tag;
      return isKnown ? context.body(null, 304, headers) : context.body(style, 200, headers);
    },
  });
}
