import { LetterpressError } from "../../base/errors.ts";
import type { LedgerEntry, Recorded } from "../../store/ledger.ts";

/*
 * What a run and the thread of its ledger say to each other, as JSON: one text is copied faster than the many small
 * objects in it.
 *
 * ready                             when the thread has opened the store; one that cannot ends
 * entry -> recorded | refused       once for each, in their order
 * close                             the thread ends
 */

/** What the thread starts with. */
export interface LedgerThreadStart {
  readonly file: string;
  /** Which file that is: another one may have its name by now. */
  readonly fileNumber: bigint | undefined;
}

export type ToLedger = { readonly type: "entry"; readonly entry: LedgerEntry } | { readonly type: "close" };

export type FromLedger =
  | { readonly type: "ready" }
  | { readonly type: "recorded"; readonly recorded: Recorded }
  | { readonly type: "refused"; readonly fault: PostedFault };

/** A fault as plain data. Only a LetterpressError has a remedy. */
export interface PostedFault {
  readonly name: string;
  readonly message: string;
  readonly remedy?: string;
  readonly stack?: string;
  /** What a fault of the system or of SQLite is told by. */
  readonly code?: string;
  readonly errcode?: number;
  readonly cause?: PostedFault;
}

export function posted(fault: unknown): PostedFault {
  if (!Error.isError(fault)) return { name: "Error", message: String(fault) };
  const { name, message, stack, cause } = fault;
  const { code, errcode } = fault as { readonly code?: unknown; readonly errcode?: unknown };
  return {
    name,
    message,
    ...(fault instanceof LetterpressError ? { remedy: fault.remedy } : {}),
    ...(stack === undefined ? {} : { stack }),
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof errcode === "number" ? { errcode } : {}),
    ...(cause === undefined ? {} : { cause: posted(cause) }),
  };
}

export function restored({ name, message, remedy, stack, cause: own, ...codes }: PostedFault): Error {
  const options = own === undefined ? {} : { cause: restored(own) };
  const fault =
    remedy === undefined
      ? Object.assign(new Error(message, options), codes, { name })
      : new LetterpressError(codes.code ?? "", message, remedy, options);
  if (stack !== undefined) fault.stack = stack;
  return fault;
}
