import { domainOf } from "../base/address.ts";

/**
 * What messages are signed with (DKIM, RFC 6376): the public half stands in DNS as `<selector>._domainkey.<domain>`.
 * Plain data, so that it can be handed to another thread. It is secret: never printed, logged or stored.
 */
export interface SigningKey {
  /** In small letters, as A-labels. */
  readonly domain: string;
  readonly selector: string;
  /** `readPrivateKey` takes it. */
  readonly privateKeyPem: string;
}

/** Where DNS has the public half: `news._domainkey.example.org`. */
export function recordName({ domain, selector }: Pick<SigningKey, "domain" | "selector">): string {
  return `${selector}._domainkey.${domain}`;
}

/**
 * Whether a signature of `domain` counts as one of the sender: DMARC asks for the domain of the From address. A parent
 * of it does as well, unless its owner asks for "strict" (RFC 7489 section 3.1.1).
 */
export function speaksFor(domain: string, from: string): boolean {
  const sender = domainOf(from);
  return sender === domain || sender.endsWith(`.${domain}`);
}
