import type { Instant } from "../base/clock.ts";
import type { TypedField } from "../model/field-type.ts";

export interface ImportInput {
  /** The name of the file, for messages. */
  readonly file: string;
  readonly source: AsyncIterable<Buffer | string>;
  readonly list: string;
  /** The declared fields: the columns there may be besides `email`, `status` and `tags`. */
  readonly fields: Readonly<Record<string, TypedField>>;
  /** The declared tags: what a cell of the column `tags` may name. */
  readonly tags?: readonly string[];
  /** What every reader of the file is tagged, besides what the row says. */
  readonly tagAll?: string;
  readonly now: Instant;
}

/** What an import did: `rows` = added + updated + unchanged + refused + moreRefused. */
export interface ImportReport {
  readonly rows: number;
  /** New on this list, and not unsubscribed. */
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Rows that made no reader who can be mailed, by line; at most 1,000, `moreRefused` counts the rest. */
  readonly refused: readonly Refusal[];
  readonly moreRefused: number;
  /** Values from which control characters were removed; at most 1,000, `moreCleaned` counts the rest. */
  readonly cleaned: readonly Cleaned[];
  readonly moreCleaned: number;
}

export interface Refusal {
  readonly line: number;
  readonly email: string;
  readonly reason: string;
}

export interface Cleaned {
  readonly line: number;
  readonly field: string;
}
