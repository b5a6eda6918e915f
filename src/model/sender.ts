import type { Position } from "../base/problem.ts";
import type { Issue, SenderOverrides } from "./issue.ts";

/** Who a mailing comes from, frozen with it: everything the headers and the footer say about the newsletter. */
export interface Sender {
  /** The newsletter's name, as readers know it. */
  readonly name: string;
  /** What the list is called, where a newsletter has several: mail programs show it for the List-Id. */
  readonly listName: string;
  readonly from: { readonly name: string; readonly email: string };
  readonly replyTo?: string;
  /** The address on paper that the law asks for, one line each. */
  readonly postalAddress: readonly string[];
  /** `https://news.example.org`, see `isSiteUrl` in site-url.ts: where the links of readers lead. */
  readonly siteUrl: string;
  /** RFC 2919: `weekly.news.example.org`; must never change. */
  readonly listId: string;
  /** Everybody can read the issues of the list at `<siteUrl>/archive`. */
  readonly hasArchive?: true;
  /** When set, the return path is `bounce+<token>@<bounceDomain>`; otherwise it is the From address. */
  readonly bounceDomain?: string;
  /** The constant part of Feedback-ID, see `isFeedbackId`. */
  readonly feedbackId?: string;
}

/** Where a newsletter says what of a sender. What it does not say stands where it would be looked for: at `from`. */
export type SenderPlaces = Readonly<
  Record<"from" | "replyTo" | "postalAddress" | "siteUrl" | "listId" | "bounceDomain", Position>
>;

/** The sender of one issue: as configured, but for what the issue says otherwise. */
export function senderFor(sender: Sender, overrides: SenderOverrides | undefined): Sender {
  if (overrides === undefined) return sender;
  const { fromName, fromEmail, replyTo } = overrides;
  return {
    ...sender,
    from: { name: fromName ?? sender.from.name, email: fromEmail ?? sender.from.email },
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}

/** Where the sender of one issue stands. Where nothing is known of letterpress.yaml, the issue stands for it. */
export function senderPlacesFor(
  places: SenderPlaces | undefined,
  { at, sender }: Pick<Issue, "at" | "sender">,
): SenderPlaces {
  const here = { from: at, replyTo: at, postalAddress: at, siteUrl: at, listId: at, bounceDomain: at };
  return { ...(places ?? here), ...sender?.at };
}

/** The sender id at the end of Feedback-ID: 5 to 15 characters, as Google's documentation of the header asks. */
export function isFeedbackId(text: string): boolean {
  return /^[A-Za-z0-9_-]{5,15}$/.test(text);
}
