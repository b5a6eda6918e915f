import { signToken } from "../base/token.ts";
import type { Recipient } from "../model/subscriber.ts";

/** What the tokens in links and return paths are bound to: a token of one purpose proves nothing for another. */
export const tokenPurposes = { webVersion: "web", vote: "vote", bounce: "bounce" } as const;

/** What is the same in the links of all readers of a mailing. */
export interface LinkOrigin {
  /** Without a slash at the end. */
  readonly siteUrl: string;
  /** `mailingId(issue, list, only)` */
  readonly mailing: number;
  readonly key: string;
}

/** The reader's own URLs. None holds an address; letters, digits and hyphens only, so none needs escaping. */
export interface ReaderLinks {
  readonly unsubscribe: string;
  readonly preferences: string;
  webVersion(): string;
  vote(poll: string, option: string): string;
}

/**
 * The links of one reader in one mailing. Unsubscribe and preferences carry the random token of the subscription, which
 * works for years and whatever becomes of the key. The others carry a signed token: `openToken(key, purpose, token)`.
 */
export function linksOf(origin: LinkOrigin, recipient: Recipient): ReaderLinks {
  const { siteUrl, mailing, key } = origin;
  // Our own tokens need no encoding; whatever else stood here must not end the header that carries it.
  const token = encodeURIComponent(recipient.unsubscribeToken);
  let voteUrl: string | undefined;
  return {
    unsubscribe: `${siteUrl}/u/${token}`,
    preferences: `${siteUrl}/p/${token}`,
    webVersion: () =>
      `${siteUrl}/m/${signToken(key, tokenPurposes.webVersion, mailing, recipient.subscriber)}`,
    vote(poll, option) {
      voteUrl ??= `${siteUrl}/v/${signToken(key, tokenPurposes.vote, mailing, recipient.subscriber)}`;
      return `${voteUrl}/${encodeURIComponent(poll)}/${encodeURIComponent(option)}`;
    },
  };
}
