import { importColumns } from "../../../model/subscriber.ts";
import type { RowStatus } from "../row-status.ts";

/** What a column of a file can be, beside a field. */
export const columnUses = [
  ...importColumns,
  /** A moment: the reader's address did not exist. */
  "bouncedAt",
  /** An IP address, of which only the network is kept. */
  "signedUpFrom",
  "confirmedFrom",
  /** A JSON object; those of its values whose names are declared fields are taken. */
  "details",
] as const;
export type ColumnUse = (typeof columnUses)[number];

/** How the export of another program is read. */
export interface Profile {
  /** As `--from` names it. */
  readonly name: string;
  readonly title: string;
  /** Whether these are the columns of such an export, folded as `folded` does. */
  recognises(headers: ReadonlySet<string>): boolean;
  /** By folded header. Columns that are not here are guessed, as in any file. */
  readonly columns: Readonly<Record<string, ColumnUse | "ignored">>;
  /** What the words in its status columns mean, in small letters. */
  readonly statuses: Readonly<Record<string, RowStatus>>;
  /** What the name of the file says of everybody in it. */
  fileStatus?(file: string): RowStatus | undefined;
  /** What an editor should know before the import. */
  readonly note?: string;
}
