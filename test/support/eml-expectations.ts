/** What a test knows of the message and the checker cannot. A missing value asks for nothing. */
export interface EmlExpectations {
  /** The lines of the postal address: each must stand in both parts. */
  readonly postalAddress?: readonly string[];
  /** The address of Reply-To; without it there must be no Reply-To. */
  readonly replyTo?: string;
  /** The constant part of Feedback-ID; without it there must be no Feedback-ID. */
  readonly feedbackId?: string;
  /** The return path must be a VERP address of this domain. */
  readonly bounceDomain?: string;
  /** Who signs it, in their order, `news._domainkey.example.org`; without it there must be no DKIM-Signature. */
  readonly signedBy?: readonly string[];
  /** `mailto:` and `tel:` links are meant. */
  readonly mailto?: boolean;
  /** Links to sites without encryption are meant; pictures and styles from there never are. */
  readonly http?: boolean;
  /** The content may say `{{`. */
  readonly literalBraces?: boolean;
  /** Words of the content that rules about the content overlook: `undefined`, `http://evil.example`, `&amp;`. */
  readonly mentions?: readonly string[];
  /** A confirmation mail: Auto-Submitted is required, and the headers of a list are not. */
  readonly confirmation?: boolean;
  /** A welcome mail: Auto-Submitted is required, and the headers of a list are, too. */
  readonly welcome?: boolean;
}
