import type { Started } from "../../src/store/ledger.ts";

/** What is a reader's own, for senders that have no store to read it from; the same for all of them. */
export function readerValues(reader: number) {
  return {
    email: `reader${reader}@example.org`,
    firstName: `Reader ${reader}`,
    city: ["Paris", "London", "Rome"][reader % 3] ?? "Rome",
    link: `https://news.example.org/u/token${reader}`,
  };
}

/** The same reader as the ledger would hand it out. */
export function startedReader(reader: number, variant: string): Started {
  const { email, firstName, city } = readerValues(reader);
  const unsubscribeToken = `token${reader}`;
  return {
    subscriber: reader,
    email,
    fields: { firstName, city },
    unsubscribeToken,
    variant,
    attempts: 1,
    waits: 0,
  };
}
