import type { Instant } from "../base/clock.ts";

/**
 * `erased`: a person who had left was forgotten, and nobody but themselves may bring the address in again. Every other
 * reason stands for good, and takes the place of this one.
 */
export const suppressionReasons = ["bounce", "complaint", "manual", "erased"] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** An address that is never mailed again. Suppressions are added and never taken away. */
export interface Suppression {
  /** The lower-case address. */
  readonly key: string;
  readonly reason: Exclude<SuppressionReason, "erased">;
  /** Who or what added it: `import`, `smtp`, an operator's words. */
  readonly source: string;
  readonly createdAt: Instant;
}
