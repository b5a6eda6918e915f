import type { Clock, Instant } from "../base/clock.ts";
import type { Outcome } from "../model/outcome.ts";
import type { RelayFault, Transport } from "../transport/transport.ts";
import { breaker } from "./breaker.ts";
import type { Press, PressSession } from "./press.ts";
import { SessionDoor } from "./session-door.ts";

/** A relay as a run uses it. */
export interface RunRelay {
  /** As the configuration names it. */
  readonly name: string;
  readonly transport: Transport;
  /** How many sessions are open at once. */
  readonly connections: number;
  /** How many messages may be on their way on each of them; 1 without it. A relay may take fewer. */
  readonly depth?: number;
}

/**
 * One relay in one run: its door, its pace and its breaker, shared by its slots. All lanes of a run have one ledger, so
 * which reader goes through which of them does not matter.
 */
export interface Lane {
  readonly relay: RunRelay;
  readonly door: SessionDoor<PressSession>;
  readonly pace: { reserve(now: Instant): number };
  /** Hears every outcome, and may end the run. */
  readonly answered: (outcome: Outcome) => void;
}

/** How many messages may be on their way through a relay at once, and so how many slots it has. */
export function slotsOf({ connections, depth = 1 }: Pick<RunRelay, "connections" | "depth">): number {
  return connections * depth;
}

export function openLane(parts: {
  readonly relay: RunRelay;
  /** What makes the messages and hands them to the relay's transport. */
  readonly press: Press;
  readonly pace: Lane["pace"];
  readonly clock: Clock;
  readonly stepsMs: readonly number[];
  readonly trouble: (fault: RelayFault, retryAt: Instant) => void;
  /** The relay refuses our mail, or so much of it that no more may go out. */
  readonly refused: (message: string, remedy: string) => void;
}): Lane {
  const { relay, press, pace, clock, stepsMs, trouble, refused } = parts;
  const troubleOf = breaker();
  return {
    relay,
    door: new SessionDoor({
      transport: press,
      connections: relay.connections,
      clock,
      stepsMs,
      report: trouble,
    }),
    pace,
    answered: (outcome) => {
      const says = troubleOf(outcome);
      if (says === undefined) return;
      refused(
        `The relay ${press.name} ${says}`,
        "Ask whoever runs the relay, then send again: it goes on where it stopped.",
      );
    },
  };
}
