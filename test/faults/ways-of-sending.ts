/** How many messages a sender has on their way, and who makes them. */
export interface WayOfSending {
  /** For the title of a test and a row of the table. */
  readonly way: string;
  /** Messages on their way on each connection. */
  readonly depth: number;
  /** What letterpress.yaml says of it (test/e2e/newsletter.ts). */
  readonly config: { readonly relay?: string; readonly more?: string };
  /** What the relay has to offer, where that is more than it does as a rule. */
  readonly relay: { readonly extensions?: readonly string[] };
}

export const oneAtATime: WayOfSending = {
  way: "one message on each connection",
  depth: 1,
  config: {},
  relay: {},
};

/** By BDAT, so that a message follows the other without an answer. */
export const severalInFlight: WayOfSending = {
  way: "four messages on each connection",
  depth: 4,
  config: { relay: "    depth: 4\n" },
  relay: { extensions: ["PIPELINING", "8BITMIME", "SMTPUTF8", "CHUNKING"] },
};

/** The ledger in the main thread, and the messages and connections in others. */
export const inThreads: WayOfSending = {
  ...severalInFlight,
  way: "four messages on each connection, of two threads",
  config: { ...severalInFlight.config, more: "threads: 2\n" },
};

/** The ledger in a thread of its own, as for a large mailing that is not signed. */
export const ledgerApart: WayOfSending = {
  ...severalInFlight,
  way: "four messages on each connection, the ledger in a thread",
  config: { ...severalInFlight.config, more: "threads: 1\n" },
};
