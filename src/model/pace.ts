/** The most messages in each span of time; undefined is no limit. */
export interface Pace {
  readonly perSecond?: number;
  readonly perMinute?: number;
  readonly perHour?: number;
  readonly perDay?: number;
}

/** When deferred readers are tried again. */
export interface RetryPolicy {
  /** Waits in ms before the second, third … attempt; the last one is repeated. */
  readonly stepsMs: readonly number[];
  /** When the waits add up to this many ms, the reader is given up. */
  readonly giveUpMs: number;
}
