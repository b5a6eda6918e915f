import type { RelaySecurity } from "./relay.ts";

/** A mailbox that is read over IMAP, with what it takes to log in. Secret: never printed, logged or stored. */
export interface Mailbox {
  readonly host: string;
  readonly port: number;
  readonly security: RelaySecurity;
  readonly user: string;
  readonly password: string;
  /** `INBOX` */
  readonly folder: string;
}
