import { hourMs, type Instant, minuteMs } from "../../base/clock.ts";

/**
 * How many sign-ups are taken: from one network, so that nobody fills other people's mailboxes with confirmation mails,
 * and in all, for when many networks do so together. What is taken comes back evenly over an hour (GCRA, the "leaky
 * bucket as a meter": one number for each network, the moment at which all of it is back). Nothing here depends on the
 * address that was typed; the mails that one address gets are counted where they are made.
 */
export class SignUpLimits {
  readonly #perNetwork: number;
  readonly #perHour: number;
  readonly #backAt = new Map<string, Instant>();
  #allBackAt: Instant = 0;

  constructor(limits: { readonly networkPerHour: number; readonly perHour: number }) {
    this.#perNetwork = limits.networkPerHour;
    this.#perHour = limits.perHour;
  }

  /**
   * Takes one, or says after how many ms one is there again, and whether it is the network or all of us that has none.
   */
  take(
    network: string,
    now: Instant,
  ): { readonly status: "taken" } | { readonly status: "network" | "everybody"; readonly waitMs: number } {
    const own = next(this.#backAt.get(network) ?? 0, this.#perNetwork, now);
    if (own.waitMs > 0) return { status: "network", waitMs: own.waitMs };
    const all = next(this.#allBackAt, this.#perHour, now);
    if (all.waitMs > 0) return { status: "everybody", waitMs: all.waitMs };
    this.#allBackAt = all.backAt;
    this.#backAt.delete(network);
    this.#backAt.set(network, own.backAt);
    if (this.#backAt.size > mostNetworks) this.#forget(now);
    return { status: "taken" };
  }

  /** Who has everything back, and then who came longest ago. */
  #forget(now: Instant): void {
    for (const [network, backAt] of this.#backAt) if (backAt <= now) this.#backAt.delete(network);
    for (const network of this.#backAt.keys()) {
      if (this.#backAt.size <= mostNetworks / 2) return;
      this.#backAt.delete(network);
    }
  }
}

function next(backAt: Instant, perHour: number, now: Instant) {
  // Never more than an hour ahead, unless the clock went back: then it begins anew, and nobody waits for the hours that
  // were lost.
  const isFromLater = backAt > now + hourMs + clockSlackMs;
  const later = Math.max(isFromLater ? 0 : backAt, now) + hourMs / perHour;
  return { backAt: later, waitMs: Math.max(0, later - now - hourMs) };
}

/** Clocks are put back by a little all the time. */
const clockSlackMs = minuteMs;
const mostNetworks = 20_000;
