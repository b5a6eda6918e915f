import { setTimeout as wait } from "node:timers/promises";
import type { Turn } from "./ask-address.ts";
import type { Reply } from "./request.ts";

/** HEAD and GET of two links. */
const mostSilences = 4;
const givenUp: Reply = {
  status: "unreachable",
  fault: "silent",
  words: "the site said nothing to four requests and is not asked any more",
};

/**
 * One request at a time to a host, with a pause behind each, and not more than `atOnce` to all of them. A host that has
 * said nothing several times in a row is not asked any more: each further link to it would be waited for in vain.
 */
export function hostTurns({ pauseMs, atOnce }: { readonly pauseMs: number; readonly atOnce: number }): Turn {
  /** When the last request to a host was over. */
  const last = new Map<string, Promise<number>>();
  const silences = new Map<string, number>();
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
  const heard = (host: string, reply: Reply) => {
    const isSilent = reply.status === "unreachable" && reply.fault === "silent";
    silences.set(host, isSilent ? (silences.get(host) ?? 0) + 1 : 0);
    return reply;
  };
  return async (host, act) => {
    const before = last.get(host);
    const mine = (async () => {
      const endedAt = await before;
      if ((silences.get(host) ?? 0) >= mostSilences) return givenUp;
      // Here and not behind the request: nobody waits for the pause behind the last one.
      if (endedAt !== undefined) await wait(Math.max(0, endedAt + pauseMs - performance.now()));
      await begin();
      return heard(host, await act().finally(end));
    })();
    const over = () => performance.now();
    last.set(host, mine.then(over, over));
    return mine satisfies Promise<Reply>;
  };
}
