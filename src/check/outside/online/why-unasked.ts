import { isIP } from "node:net";
import { isPrivateAddress } from "../../../base/private-address.ts";
import { liesBelow, robotsBlocked } from "./robots.ts";

/** What decides whether an address is asked. */
export interface UnaskedFor {
  readonly siteUrl: string;
  /** Domains that the newsletter does not want to be asked. */
  readonly skip: readonly string[];
  readonly intranet: boolean;
}

/** Why nobody is asked about an address, in words that finish "not asked, because"; undefined when it can be asked. */
export function whyUnasked(address: string, { siteUrl, skip, intranet }: UnaskedFor): string | undefined {
  const { hostname, pathname, search, origin, username, password } = new URL(address);
  const host = hostname.replace(/\.$/, "");
  if (liesBelow(host, skip)) return "online.skip names the site";
  if (liesBelow(host, robotsBlocked)) return "the site blocks programs";
  if (liesBelow(host, reserved)) return "the name belongs to nobody";
  if (!intranet && isOwnNetwork(host)) return "only your own network knows it";
  if (username !== "" || password !== "") return "it holds a password";
  // A GET must not change anything, and often does.
  if (/unsubscrib|opt-?out|signout|logout|abmelden|d(?:e|%C3%A9)sabonn/i.test(pathname + search))
    return "asking could unsubscribe somebody";
  const isReaders = /^\/(?:u|p|m|v|c)\/./.test(
    pathname.slice(new URL(siteUrl).pathname.replace(/\/$/, "").length),
  );
  if (origin === new URL(siteUrl).origin && isReaders) return "it is the link of one reader";
  return undefined;
}

/** RFC 2606 and 6761 keep them for examples. */
const reserved = ["example", "example.com", "example.net", "example.org", "invalid", "test"];

function isOwnNetwork(host: string): boolean {
  if (isPrivateAddress(host)) return true;
  const isName = isIP(host) === 0 && !host.startsWith("[");
  return isName && (!host.includes(".") || liesBelow(host, ["localhost", "local", "internal", "home.arpa"]));
}
