/** The SMTP return path and recipient of one message. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
  /** The recipient's local part needs SMTPUTF8. */
  readonly needsUtf8: boolean;
}

/**
 * The bytes for one reader and where they go. CRLF line ends only, the last line complete, no line starts with a dot
 * (so it needs no dot-stuffing), no line over 998 octets. ASCII only, but for the To of a reader who needs SMTPUTF8.
 */
export interface Message {
  readonly envelope: Envelope;
  /** With its angle brackets. */
  readonly messageId: string;
  readonly bytes: Buffer;
}
