import { setTimeout as wait } from "node:timers/promises";
import type { Turn } from "./ask-address.ts";
import type { Reply } from "./request.ts";

/** One request at a time to a host, with a pause behind each, and not more than `atOnce` to all of them. */
export function hostTurns({ pauseMs, atOnce }: { readonly pauseMs: number; readonly atOnce: number }): Turn {
  const last = new Map<string, Promise<unknown>>();
  const waiting: (() => void)[] = [];
  let open = 0;
  const begin = async () => {
    if (open >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else open += 1;
  };
  const end = () => {
    const next = waiting.shift();
    if (next === undefined) open -= 1;
    else next();
  };
  return async (host, act) => {
    const before = last.get(host) ?? Promise.resolve();
    const mine = before.then(async () => {
      await begin();
      return act().finally(end);
    });
    last.set(
      host,
      mine.then(
        () => wait(pauseMs),
        () => wait(pauseMs),
      ),
    );
    return mine satisfies Promise<Reply>;
  };
}
