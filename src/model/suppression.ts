import type { Instant } from "../base/clock.ts";

export const suppressionReasons = ["bounce", "complaint", "manual"] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** An address that is never mailed again. Suppressions are added and never taken away. */
export interface Suppression {
  /** The lower-case address. */
  readonly key: string;
  readonly reason: SuppressionReason;
  /** Who or what added it: `import`, `smtp`, an operator's words. */
  readonly source: string;
  readonly createdAt: Instant;
}
