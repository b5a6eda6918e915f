import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

/**
 * Refuses bodies of more than so many bytes. One whose length is said is judged by that, and not touched: to look at it as a stream
 * costs more than all else that a one-click POST needs. Any other is counted while it is read. node:http gives us no more bytes than were said.
 */
export function limitBodies(mostBytes: number, refuse: (context: Context) => Response): MiddlewareHandler {
  const counted = bodyLimit({ maxSize: mostBytes, onError: refuse });
  return async (context, next) => {
    const said = context.req.header("content-length");
    if (said === undefined || context.req.header("transfer-encoding") !== undefined) {
      // Most requests without a length have no body at all.
      const hasNone = context.req.method === "GET" || context.req.method === "HEAD";
      return hasNone ? next() : counted(context, next);
    }
    if (!(Number(said) <= mostBytes)) return refuse(context);
    return next();
  };
}
