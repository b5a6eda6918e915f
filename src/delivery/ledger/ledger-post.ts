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

/** A fault as plain data. One without a code is a bug of ours. */
export interface PostedFault {
  readonly code?: string;
  readonly message: string;
  readonly remedy?: string;
  readonly stack?: string;
}

export function posted(fault: unknown): PostedFault {
  if (!Error.isError(fault)) return { message: String(fault) };
  const { message, stack } = fault;
  if (fault instanceof LetterpressError) return { code: fault.code, message, remedy: fault.remedy };
  return { message, ...(stack === undefined ? {} : { stack }) };
}

export function restored({ code, message, remedy = "", stack }: PostedFault): Error {
  if (code !== undefined) return new LetterpressError(code, message, remedy);
  const fault = new Error(message);
  if (stack !== undefined) fault.stack = stack;
  return fault;
}
