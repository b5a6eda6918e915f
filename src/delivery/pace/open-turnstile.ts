import { type Clock, type Instant, dayMs, hourMs, minuteMs } from "../../base/clock.ts";
import type { PaceRules } from "../../model/pace.ts";
import { readRelayDays, readUsage, tidyUsage } from "../../store/relay-usage.ts";
import type { Store } from "../../store/store.ts";
import type { UsedUp } from "./limit.ts";
import { Limits, type PaceChange } from "./limits.ts";
import { Pile } from "./pile.ts";
import { Turnstile } from "./turnstile.ts";

/**
 * The pace of a run, with what was started before it: by this mailing and others, by processes that ended or crashed.
 */
export async function openTurnstile(parts: {
  readonly store: Store;
  readonly mailing: number;
  readonly clock: Clock;
  readonly rules: PaceRules;
  readonly relays: readonly string[];
  readonly usedUp: (usedUp: UsedUp) => void;
  readonly changed: (change: PaceChange) => void;
}): Promise<Turnstile> {
  const { store, mailing, clock, rules, relays, usedUp, changed } = parts;
  await tidyUsage(store, clock.now());
  const limits = await readLimits(store, rules, relays, clock.now());
  const groups = rules.domains ?? [];
  const notAt = groups.flatMap(({ domains }) => domains);
  return new Turnstile({
    clock,
    limits,
    waiting: [
      ...groups.map(({ domains: at }, group) => ({ group, pile: new Pile({ store, mailing, of: { at } }) })),
      { group: undefined, pile: new Pile({ store, mailing, of: { notAt } }) },
    ],
    refresh: refresher(store, limits, clock.now()),
    usedUp,
    changed,
  });
}

/** The limits as they are at this moment; old counts are dropped. */
export async function readLimits(
  store: Store,
  rules: PaceRules,
  relays: readonly string[],
  now: Instant,
): Promise<Limits> {
  const limits = new Limits(rules, relays, await readRelayDays(store));
  limits.restore(await readUsage(store, { since: now - dayMs, now }));
  return limits;
}

/**
 * Other processes count what they start in the same rows. Only the last minutes can have changed. What cannot be read
 * now is read a second later. Spaces between messages are kept by each process on its own.
 */
function refresher(store: Store, limits: Limits, openedAt: Instant): (now: Instant) => Promise<void> {
  let tidiedAt = openedAt;
  return async (now) => {
    limits.count(await readUsage(store, { since: now - 2 * minuteMs, now }).catch(() => []));
    if (now - tidiedAt < hourMs) return;
    tidiedAt = now;
    await tidyUsage(store, now).catch(() => undefined);
  };
}
