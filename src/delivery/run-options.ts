import type { Clock } from "../base/clock.ts";
import type { PaceRules, RetryPolicy } from "../model/pace.ts";
import type { SigningKey } from "../model/signing-key.ts";
import type { RunRelay } from "./relays/lane.ts";

/** How a mailing is run. */
export interface RunOptions {
  /** At least one; the ledger is one for all of them. */
  readonly relays: readonly RunRelay[];
  /** Each signs every message (DKIM). */
  readonly signingKeys?: readonly SigningKey[];
  /**
   * How many threads there are beside this one: 1 writes the ledger, 2 and more make and send the messages. Left out,
   * it is chosen.
   */
  readonly threads?: number;
  /** How many there may be when it is chosen; 1 without it. */
  readonly cores?: number;
  readonly pace: PaceRules;
  readonly retry: RetryPolicy;
  /** Names this run; never used twice. */
  readonly runner: string;
  /** Whether the process behind another runner's name still lives. */
  readonly isAlive?: (runner: string) => boolean;
  /** A person has said so: a mailing that a person has paused goes on, too. */
  readonly resume?: boolean;
  /** A person has said so: it goes on although many addresses do not exist. */
  readonly acceptBounces?: boolean;
  /** Aborted: drain what is in flight, then end. With the reason "interrupt", nobody goes on unasked afterwards. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** How long a connection may carry nothing before it is closed, in ms; a minute without it. */
  readonly idleMs?: number;
  /** Waits between attempts to reach a relay, in ms. */
  readonly relayStepsMs?: readonly number[];
}
