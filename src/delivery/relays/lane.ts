import type { Clock, Instant } from "../../base/clock.ts";
import type { Outcome } from "../../model/outcome.ts";
import type { RelayFault, Transport } from "../../transport/transport.ts";
import { breaker, type Verdict } from "./breaker.ts";
import type { Press, PressSession } from "../press/press.ts";
import { SessionDoor } from "./session-door.ts";
import type { Share } from "./shares.ts";

/** A relay as a run uses it. */
export interface RunRelay {
  /** As the configuration names it. */
  readonly name: string;
  readonly transport: Transport;
  /** How many sessions are open at once. */
  readonly connections: number;
  /** How many messages may be on their way on each of them; 1 without it. A relay may take fewer. */
  readonly depth?: number;
  /** Its part of the readers, compared with the weights of the others; 1 without it, and 0 is a standby (shares.ts). */
  readonly weight?: number;
}

/**
 * One relay in one run: its door, its share and its breaker, for all of its slots. All lanes of a run have one ledger
 * and one turnstile, so which reader goes through which of them does not matter.
 */
export interface Lane {
  readonly relay: RunRelay;
  readonly door: SessionDoor<PressSession>;
  readonly share: Share;
  /** Hears every outcome, and may take the relay out of the run, or end it. */
  readonly answered: (outcome: Outcome) => void;
  /** Aborted: start nothing any more through this relay, finish what is in flight. */
  readonly signal: AbortSignal;
}

/** How many messages may be on their way through a relay at once, and so how many slots it has. */
export function slotsOf({ connections, depth = 1 }: Pick<RunRelay, "connections" | "depth">): number {
  return connections * depth;
}

/**
 * How many messages to so many readers may be on their way altogether: as many of them can be uncertain after a crash.
 */
export function mostInFlight(
  relays: readonly Pick<RunRelay, "connections" | "depth">[],
  readers: number,
): number {
  return Math.min(
    readers,
    relays.reduce((sum, relay) => sum + slotsOf(relay), 0),
  );
}

export function openLane(parts: {
  readonly relay: RunRelay;
  /** What makes the messages and hands them to the relay's transport. */
  readonly press: Press;
  readonly share: Share;
  readonly clock: Clock;
  readonly stepsMs: readonly number[];
  /** A person has said so: addresses that do not exist stop nothing (breaker.ts). */
  readonly acceptBounces: boolean;
  /** It is the only one: nobody waits for a relay that was not there to begin with. */
  readonly alone: boolean;
  readonly signal: AbortSignal;
  readonly hears: {
    trouble(fault: RelayFault, retryAt: Instant): void;
    /** The relay is there. */
    opened(): void;
    verdict(verdict: Verdict): void;
  };
}): Lane {
  const { relay, press, share, clock, stepsMs, acceptBounces, alone, signal, hears } = parts;
  const verdictOn = breaker(acceptBounces);
  const door = new SessionDoor({
    transport: press,
    connections: relay.connections,
    clock,
    stepsMs,
    patient: !alone,
    report: hears.trouble,
    opened: hears.opened,
  });
  return {
    relay,
    door,
    share,
    signal,
    answered: (outcome) => {
      const verdict = verdictOn(outcome);
      if (verdict !== undefined) hears.verdict(verdict);
    },
  };
}
