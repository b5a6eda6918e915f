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
  /** Whose they are while a message is on its way is told in message/sheet.ts. */
  readonly bytes: Buffer;
  /**
   * Set by who has proven that the last line is complete and none starts with a dot. Without it a session looks through
   * every byte, since such a line would end the message and let the rest speak as commands.
   */
  readonly proven?: true;
}
