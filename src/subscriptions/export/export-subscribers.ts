import { isoInstant } from "../../base/clock.ts";
import type { AudienceExpression } from "../../model/audience.ts";
import type { ConsentEvent } from "../../model/consent.ts";
import type { SubscriptionState } from "../../model/subscriber.ts";
import { consentAmong } from "../../store/consent.ts";
import type { Store } from "../../store/store.ts";
import { type ListedSubscriber, listSubscribers } from "../../store/subscribers.ts";
import { guarded } from "../csv/guarded.ts";
import { csvLine } from "../csv/write-csv.ts";

export interface ExportInput {
  readonly list: string;
  /** Left out, those in every state. */
  readonly state?: SubscriptionState;
  readonly only?: AudienceExpression;
  /** The declared fields, which are the columns behind those of every export. */
  readonly fields: readonly string[];
  /** Whether to write the consent log, too. */
  readonly consent?: boolean;
}

/** Some readers of an export. */
export interface ExportPage {
  /** Lines of CSV; the first page begins with the header row. */
  readonly csv: string;
  /** A line of JSON for each event of the consent log; empty unless it was asked for. */
  readonly consent: string;
}

export interface ExportReport {
  readonly readers: number;
  readonly events: number;
  /**
   * Fields that readers have and letterpress.yaml does not declare any more, with how many readers: these values are
   * not exported.
   */
  readonly undeclared: Readonly<Record<string, number>>;
}

/** The columns of an export before the fields. With them, and the letters of their names, an import knows it. */
export const exportColumns = ["email", "status", "tags", "signedUpAt", "changedAt", "pausedUntil"] as const;

/**
 * Writes the readers of a list in the order in which they came, in the format that an import reads: imported into an
 * empty store, it gives the same readers. Values that look like formulas have an apostrophe before them, as `guarded`
 * tells. Tokens are not in it: whoever holds one can unsubscribe its reader.
 */
export async function* exportSubscribers(
  store: Store,
  input: ExportInput,
): AsyncGenerator<ExportPage, ExportReport, undefined> {
  const { fields, consent = false, ...query } = input;
  const undeclared = new Map<string, number>();
  let [readers, events] = [0, 0];
  let csv = csvLine([...exportColumns, ...fields]);
  for (let after = 0; ; ) {
    const page = await listSubscribers(store, { ...query, after, limit: pageSize });
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.id;
    readers += page.length;
    for (const reader of page)
      for (const name of Object.keys(reader.fields))
        if (!fields.includes(name)) undeclared.set(name, (undeclared.get(name) ?? 0) + 1);
    const log = consent
      ? await consentAmong(
          store,
          input.list,
          page.map(({ id }) => id),
        )
      : [];
    events += log.length;
    csv += page.map((reader) => rowOf(reader, fields)).join("");
    yield { csv, consent: consentLines(page, log) };
    csv = "";
  }
  if (csv !== "") yield { csv, consent: "" };
  return { readers, events, undeclared: Object.fromEntries(undeclared) };
}

function rowOf(reader: ListedSubscriber, fields: readonly string[]): string {
  const { email, state = "", tags, createdAt, changedAt, pausedUntil } = reader;
  const values = fields.map((name) =>
    Object.hasOwn(reader.fields, name) ? (reader.fields[name] ?? "") : "",
  );
  const moments = [createdAt, changedAt, pausedUntil].map((at) => (at === undefined ? "" : isoInstant(at)));
  return csvLine([email, state, tags.join(","), ...moments, ...values].map(guarded));
}

function consentLines(readers: readonly ListedSubscriber[], log: readonly ConsentEvent[]): string {
  const emails = new Map(readers.map(({ id, email }) => [id, email]));
  return log
    .map(({ subscriber, at, ...event }) => ({ email: emails.get(subscriber), at: isoInstant(at), ...event }))
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");
}

const pageSize = 1_000;
