import type { Instant } from "../../base/clock.ts";
import { addConsentHistory, type HistoricEvent } from "../../store/consent-history.ts";
import type { Store } from "../../store/store.ts";
import { parseConsentLine } from "./consent-line.ts";

export interface ConsentReport {
  readonly added: number;
  /** In the log already. */
  readonly known: number;
  readonly refused: number;
  /** The first of those, with their lines, counted from 1. */
  readonly refusals: readonly { readonly line: number; readonly because: string }[];
}

/**
 * Adds the consent log of an export to that of the subscribers who are here, so that what people agreed to moves with
 * them. What was written is not changed but for one detail, `importedFrom`, by which everybody sees that it is the word
 * of a file. Bounded in memory.
 */
export async function importConsent(
  store: Store,
  input: {
    readonly lines: AsyncIterable<string>;
    /** As the log names it. */
    readonly file: string;
    /** The lists that are declared. */
    readonly lists: readonly string[];
    readonly now: Instant;
  },
): Promise<ConsentReport> {
  const counts = { added: 0, known: 0, refused: 0 };
  const refusals: { line: number; because: string }[] = [];
  const refuse = (line: number, because: string) => {
    counts.refused += 1;
    if (refusals.length < mostTold) refusals.push({ line, because });
  };
  let batch: { readonly line: number; readonly event: HistoricEvent }[] = [];
  const write = async () => {
    const events = batch.map(({ event }) => event);
    for (const [index, answer] of (await addConsentHistory(store, events)).entries())
      if (answer === "stranger") refuse(batch[index]?.line ?? 0, "nobody here has this address");
      else counts[answer] += 1;
    batch = [];
  };
  let line = 0;
  for await (const text of input.lines) {
    line += 1;
    if (text.trim() === "") continue;
    const read = parseConsentLine(text, input);
    if (read.status === "refused") refuse(line, read.because);
    else {
      // Whatever the file says of that itself: it may have been moved before, or somebody wrote it.
      const detail = { ...read.event.detail, importedFrom: input.file };
      batch.push({ line, event: { ...read.event, detail } });
    }
    if (batch.length >= batchSize) await write();
  }
  if (batch.length > 0) await write();
  return { ...counts, refusals: refusals.toSorted((one, other) => one.line - other.line) };
}

const batchSize = 1_000;
const mostTold = 20;
