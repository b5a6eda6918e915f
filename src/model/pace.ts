/** The most messages in each span of time; undefined is no limit. */
export interface Pace {
  readonly perSecond?: number;
  readonly perMinute?: number;
  readonly perHour?: number;
  readonly perDay?: number;
}

/** Limits for readers at some domains, taken together, through whatever relay. */
export interface DomainPace extends Pace {
  readonly domains: readonly string[];
  /** How many messages to them may be on their way at once. */
  readonly connections?: number;
}

/** Limits of one relay. */
export interface RelayPace extends Pace {
  /**
   * The most messages in 24 hours on the first, second … day on which the relay is used. After the last there is no
   * such limit.
   */
  readonly warmUp?: readonly number[];
}

/** Limits for all mail together, and for parts of it. A message starts when all that concern it allow it. */
export interface PaceRules extends Pace {
  /** No domain is in two of them. */
  readonly domains?: readonly DomainPace[];
  /** By the name of the relay. */
  readonly relays?: Readonly<Record<string, RelayPace>>;
}

/** When deferred readers are tried again. */
export interface RetryPolicy {
  /** Waits in ms before the second, third … attempt; the last one is repeated. */
  readonly stepsMs: readonly number[];
  /** When the waits add up to this many ms, the reader is given up. */
  readonly giveUpMs: number;
}
