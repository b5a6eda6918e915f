import type { Clock } from "../../../base/clock.ts";
import { askAddress } from "./ask-address.ts";
import type { Answer } from "./answer.ts";
import { hostTurns } from "./host-turns.ts";
import { isGood, type LinkMemory } from "./link-memory.ts";
import type { Asking } from "./request.ts";

export interface LinkAskerOptions extends Asking {
  readonly memory: LinkMemory;
  readonly clock: Clock;
  /** Between two requests to one host. */
  readonly pauseMs: number;
  /** Hosts that are asked at the same time. */
  readonly atOnce: number;
  /** Of what the newsletter itself puts online a bad answer is not remembered: it is mended at once. */
  isOwn(url: string): boolean;
  onProgress(progress: { readonly done: number; readonly of: number }): void;
}

/** Asks for addresses, each once in a run, whatever issue it stands in. */
export interface LinkAsker {
  ask(urls: readonly string[]): Promise<LinkAnswers>;
}

export interface LinkAnswers {
  readonly answers: ReadonlyMap<string, Answer>;
  readonly asked: number;
  /** Known from an earlier run, or from an issue before. */
  readonly remembered: number;
  /** Nobody at all could be reached, and nobody before: what was asked says nothing of the addresses. */
  readonly isOffline: boolean;
}

export function linkAsker({
  memory,
  clock,
  pauseMs,
  atOnce,
  isOwn,
  onProgress,
  ...asking
}: LinkAskerOptions): LinkAsker {
  const turn = hostTurns({ pauseMs, atOnce });
  let hasReached = false;
  return {
    async ask(urls) {
      const answers = new Map<string, Answer>();
      for (const url of urls) {
        const known = memory.recall(url, clock.now());
        if (known !== undefined) answers.set(url, known);
      }
      const remembered = answers.size;
      const unknown = urls.filter((url) => !answers.has(url));
      let done = 0;
      await Promise.all(
        unknown.map(async (url) => {
          const answer = await askAddress(url, asking, turn);
          answers.set(url, answer);
          if (answer.status !== "unreachable" || answer.fault === "certificate") hasReached = true;
          done += 1;
          onProgress({ done, of: unknown.length });
        }),
      );
      const isOffline = !hasReached && new Set(unknown.map((url) => new URL(url).host)).size >= fewest;
      if (!isOffline)
        for (const url of unknown) {
          const answer = answers.get(url);
          if (answer !== undefined && (isGood(answer) || !isOwn(url))) memory.note(url, answer, clock.now());
        }
      return { answers, asked: unknown.length, remembered, isOffline };
    },
  };
}

/** One or two sites may be down; of three at once it is more likely that this machine has no network. */
const fewest = 3;
