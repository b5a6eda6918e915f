/** How the link to a relay is protected: TLS from the first byte, STARTTLS or nothing at all, or plain text. */
export const relaySecurities = ["tls", "starttls", "none"] as const;
export type RelaySecurity = (typeof relaySecurities)[number];

/** The ways to log in that nodemailer's connection knows. */
export const loginMethods = ["plain", "login", "cram-md5", "xoauth2"] as const;
export type LoginMethod = (typeof loginMethods)[number];

/** The oldest TLS that may be spoken; what is older is not safe, so it is not offered. */
export const tlsVersions = ["TLSv1.2", "TLSv1.3"] as const;

export interface RelayTls {
  /** The only authorities whose certificates count, in PEM; without it those that this machine trusts. */
  readonly ca?: string;
  /** The name that the certificate must be for; without it the host. */
  readonly servername?: string;
  readonly minVersion?: (typeof tlsVersions)[number];
  /** False: any certificate will do. Only for a relay on this machine. */
  readonly rejectUnauthorized?: boolean;
  /** Who we are, when the relay asks for a certificate: certificate and private key in PEM. */
  readonly cert?: string;
  readonly key?: string;
}

export type RelayAuth =
  | {
      readonly user: string;
      readonly password: string;
      /** Without it the first that the relay offers. */
      readonly method?: Exclude<LoginMethod, "xoauth2">;
    }
  | { readonly user: string; readonly accessToken: string; readonly method: "xoauth2" };

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
  readonly tls?: RelayTls;
  readonly auth?: RelayAuth;
  /** What we call ourselves in EHLO; the name of this machine without it. */
  readonly helo?: string;
  /** The address of this machine that connections go out from. */
  readonly localAddress?: string;
  /** How many connections are open at once. */
  readonly connections: number;
  /**
   * How many messages may be on their way on each connection. `connections` times `depth` bounds how many readers a
   * crash can leave uncertain.
   */
  readonly depth: number;
  readonly timeouts: RelayTimeouts;
}
