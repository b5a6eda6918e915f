import type { Mailing } from "../../model/mailing.ts";
import { listDeliveries } from "../../store/deliveries.ts";
import type { Store } from "../../store/store.ts";
import { countOf } from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";
import { readerWords, throughWords } from "./reader-words.ts";

/**
 * The uncertain by address: a person decides, so a person must see them. `early`: also those who will be, whom a dead
 * sender left on their way.
 */
export async function nameUncertain(
  terminal: Terminal,
  store: Store,
  mailing: Mailing,
  count: number,
  decide: string,
  early = false,
): Promise<void> {
  const states = early ? (["uncertain", "submitting"] as const) : (["uncertain"] as const);
  const rows = await listDeliveries(store, { mailing: mailing.id, states, limit: mostNamed });
  terminal.note(
    `${countOf(count, "reader")} may or may not have a copy, because the link broke before the relay answered:`,
  );
  // Whoever runs that relay may know more.
  const several = new Set(rows.map(({ relay }) => relay)).size > 1;
  const usual = several ? undefined : rows[0]?.relay;
  for (const row of rows) terminal.note(`  ${readerWords(row)}${throughWords(row, usual)}`);
  if (count > rows.length) terminal.note(`  and ${count - rows.length} more: npx letterpress status --json`);
  terminal.note(decide);
}

const mostNamed = 50;

/** How a person decides for the uncertain with `send`. */
export function decideWords(resume: string): string {
  return `Decide for them: --uncertain resend (some may get two copies), --uncertain skip (some may get none) or --uncertain ask (one after the other), as in: ${resume} --uncertain skip`;
}

/** Of a mailing that was cancelled nothing is decided any more. */
export const stayListed = "They stay listed: npx letterpress status";
