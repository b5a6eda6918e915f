/** How the link to a relay is protected: TLS from the first byte, STARTTLS or nothing at all, or plain text. */
export const relaySecurities = ["tls", "starttls", "none"] as const;
export type RelaySecurity = (typeof relaySecurities)[number];

/** How long to wait for each step of the conversation, in ms (RFC 5321 section 4.5.3.2). */
export interface RelayTimeouts {
  readonly connectMs: number;
  readonly greetingMs: number;
  /** For each of EHLO, AUTH, MAIL and RCPT. */
  readonly commandMs: number;
  readonly dataMs: number;
  /** From the final dot to its reply. */
  readonly dotMs: number;
  /** From MAIL to the last byte, whatever the single steps took: a server that drips bytes cannot stretch it. */
  readonly messageMs: number;
}

export const standardTimeouts: RelayTimeouts = {
  connectMs: 30_000,
  greetingMs: 60_000,
  commandMs: 300_000,
  dataMs: 120_000,
  dotMs: 600_000,
  messageMs: 900_000,
};

/** The SMTP server that messages are handed to. */
export interface Relay {
  /** As the configuration names it; shown in plans and errors. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly security: RelaySecurity;
  readonly auth?: { readonly user: string; readonly password: string };
  /** How many connections are open at once. */
  readonly connections: number;
  /**
   * How many messages may be on their way on each connection. `connections` times `depth` bounds how many readers a crash
   * can leave uncertain.
   */
  readonly depth: number;
  readonly timeouts: RelayTimeouts;
}
