import type { Instant } from "../../base/clock.ts";
import type { TypedField } from "../../model/field-type.ts";

export interface ImportInput {
  /** The name of the file, for messages and for the consent log. */
  readonly file: string;
  readonly source: AsyncIterable<Buffer | string>;
  readonly list: string;
  /** The declared fields, by name. */
  readonly fields: Readonly<Record<string, TypedField>>;
  /** The declared tags: what a cell of the column `tags` may name. */
  readonly tags?: readonly string[];
  /** What every reader of the file is tagged, besides what the row says. */
  readonly tagAll?: string;
  readonly now: Instant;
  /** The name of a profile; left out, it is recognised by the header row. `none`: not even that. */
  readonly from?: string;
  /** What a column is, by its header: a field, or one of `importColumns`. */
  readonly map?: Readonly<Record<string, string>>;
  /** Headers of columns that are left out. */
  readonly ignore?: readonly string[];
  /** The fields of which a stored value gives way to one of the file. */
  readonly overwrite?: readonly string[];
  /** In which encoding the file is, when it is neither UTF-8 nor UTF-16. */
  readonly encoding?: string;
  /** Only tells what would happen. */
  readonly dryRun?: boolean;
}

/**
 * What an import did, or would do:
 * `rows` = added + updated + unchanged + unsubscribed + suppressed + refused + moreRefused.
 */
export interface ImportReport {
  readonly rows: number;
  /** New on this list, and not unsubscribed. */
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Rows that say their reader has left; whoever they are of is kept as such. */
  readonly unsubscribed: number;
  /** Rows that say an address failed or complained there; it is suppressed. */
  readonly suppressed: number;
  /** Rows that made no reader who can be mailed, by line; at most 1,000, `moreRefused` counts the rest. */
  readonly refused: readonly Refusal[];
  readonly moreRefused: number;
  /**
   * How many of the refused rows somebody could mend. The others are of people who have left here, or stand twice in
   * the file.
   */
  readonly faulty: number;
  /** Values that were changed or left out; at most 1,000, `moreCleaned` counts the rest. */
  readonly cleaned: readonly Cleaned[];
  readonly moreCleaned: number;
  /**
   * Tags of another program that letterpress.yaml does not declare, with how many rows have them; at most 100 are
   * named.
   */
  readonly leftOutTags: Readonly<Record<string, number>>;
}

export interface Refusal {
  readonly line: number;
  readonly email: string;
  readonly reason: string;
}

export interface Cleaned {
  readonly line: number;
  /** A sentence without its end: `control characters were taken out of firstName`. */
  readonly what: string;
}

/** What happens while a file is imported. */
export type ImportEvent =
  | { readonly type: "refused"; readonly refusal: Refusal; readonly cells: readonly string[] }
  | { readonly type: "progress"; readonly rows: number };
