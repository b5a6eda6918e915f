/** Who a mailing comes from, frozen with it: everything the headers and the footer say about the newsletter. */
export interface Sender {
  /** The newsletter's name, as readers know it. */
  readonly name: string;
  readonly from: { readonly name: string; readonly email: string };
  readonly replyTo?: string;
  /** The address on paper that the law asks for, one line each. */
  readonly postalAddress: readonly string[];
  /** `https://news.example.org`, without a slash at the end: where the links of readers lead. */
  readonly siteUrl: string;
  /** RFC 2919: `weekly.news.example.org`; must never change. */
  readonly listId: string;
  /** When set, the return path is `bounce+<token>@<bounceDomain>`; otherwise it is the From address. */
  readonly bounceDomain?: string;
  /** The constant part of Feedback-ID. */
  readonly feedbackId?: string;
}
