import { signedTokens, type TokenPurpose } from "../base/token.ts";
import type { Recipient } from "../model/subscriber.ts";

/** What is the same in the links of all readers of a mailing. */
export interface LinkOrigin {
  /** Without a slash at the end. */
  readonly siteUrl: string;
  /** `mailingId(issue, list, only)` */
  readonly mailing: number;
  /** The link key of the store. */
  readonly key: string;
}

/** What a reader's signed tokens are made from: for each purpose another one, which proves nothing for the others. */
export type ReaderTokens = (purpose: TokenPurpose) => string;

export function tokensOf({ key, mailing }: LinkOrigin, { subscriber }: Recipient): ReaderTokens {
  return signedTokens(key, mailing, subscriber);
}

/** The reader's own URLs. None holds an address; letters, digits and hyphens only, so none needs escaping. */
export interface ReaderLinks {
  readonly unsubscribe: string;
  preferences(): string;
  webVersion(): string;
  vote(poll: string, option: string): string;
}

/**
 * The links of one reader in one mailing. To unsubscribe takes the random token of the subscription, which works for
 * years and whatever becomes of the keys, and opens nothing else. The others carry a signed token for one purpose
 * (`openLink` in store/link-keys.ts).
 */
export function linksOf(
  origin: LinkOrigin,
  recipient: Recipient,
  tokens: ReaderTokens = tokensOf(origin, recipient),
): ReaderLinks {
  const { siteUrl } = origin;
  // Our own tokens need no encoding; whatever else stood here must not end the header that carries it.
  const token = encodeURIComponent(recipient.unsubscribeToken);
  let preferencesUrl: string | undefined;
  let webUrl: string | undefined;
  let voteUrl: string | undefined;
  return {
    unsubscribe: `${siteUrl}/u/${token}`,
    preferences() {
      preferencesUrl ??= `${siteUrl}/p/${tokens("preferences")}`;
      return preferencesUrl;
    },
    webVersion() {
      webUrl ??= `${siteUrl}/m/${tokens("web")}`;
      return webUrl;
    },
    vote(poll, option) {
      voteUrl ??= `${siteUrl}/v/${tokens("vote")}`;
      return `${voteUrl}/${encodeURIComponent(poll)}/${encodeURIComponent(option)}`;
    },
  };
}
