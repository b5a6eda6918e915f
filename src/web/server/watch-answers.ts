import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { Service } from "../service.ts";

/** Counts every answer under the pattern of its route, so that neither a count nor a label ever holds a token. */
export function watchAnswers({ metrics, clock }: Pick<Service, "metrics" | "clock">): MiddlewareHandler {
  return async (context, next) => {
    const startedAt = clock.now();
    await next();
    const pattern = matchedRoutes(context).findLast(({ path }) => !path.endsWith("*"))?.path ?? "other";
    const { method } = context.req;
    metrics.count("letterpress_service_answers_total", {
      route: pattern,
      method: knownMethods.has(method) ? method : "other",
      status: String(context.res.status),
    });
    metrics.took(clock.now() - startedAt);
  };
}

const knownMethods = new Set(["GET", "HEAD", "POST"]);
