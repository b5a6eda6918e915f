import { domainOf } from "../../base/address.ts";
import { createPublicKey, type KeyObject } from "node:crypto";
import { readPrivateKey } from "../../base/private-key.ts";
import type { Config, RelayConfig } from "../../config/config.ts";
import { type DnsRecord, dnsRecord } from "../../message/dkim/dns-record.ts";
import { recordName, type SigningKey } from "../../model/signing-key.ts";
import { addressesOf, type Dns, type DnsAnswer, type MxRecord, valuesOf } from "./dns.ts";
import { parseKeyRecord, type PublishedKey } from "./dkim-key.ts";
import { type PolicyInForce, policyInForce, type TreeWalk, walkTree } from "./dmarc/walk-tree.ts";
import { type SpfResult, type SpfWalk, walkSpf } from "./spf/walk-spf.ts";

/** What DNS says of the newsletter's domains. */
export interface DnsSeen {
  /** Who was asked, for people. */
  readonly servers: readonly string[];
  /** Why nobody was asked any more; then the rest tells nothing. */
  readonly silence?: string;
  /** Of the From address. */
  readonly from: string;
  /** Of the return path: where reports of mail that did not arrive go. */
  readonly returnPath: string;
  readonly replyTo?: string;
  readonly siteHost: string;
  readonly listIds: readonly string[];
  readonly spf: SpfWalk;
  readonly relays: readonly SeenRelayAddress[];
  readonly keys: readonly SeenKeyRecord[];
  readonly fromTree: TreeWalk;
  readonly returnPathTree: TreeWalk;
  readonly policy?: PolicyInForce;
  readonly returnPathMail: SeenMail;
  readonly fromMail: SeenMail;
  readonly replyToMail?: SeenMail;
}

/** An address of a relay, and what SPF says of mail from there. */
export interface SeenRelayAddress {
  readonly relay: string;
  readonly address: string;
  readonly result: SpfResult;
}

/** What DNS has for a key of `dkim`. */
export interface SeenKeyRecord {
  readonly name: string;
  readonly domain: string;
  readonly tree: TreeWalk;
  readonly answer: DnsAnswer<string>;
  readonly published: readonly PublishedKey[];
  /** What it should have, and the key; undefined when the private key is not here. */
  readonly wanted?: { readonly record: DnsRecord; readonly key: KeyObject };
}

/** Where mail to a domain goes. */
export interface SeenMail {
  readonly domain: string;
  readonly mx: DnsAnswer<MxRecord>;
  /** Exchanges without an address. */
  readonly lost: readonly string[];
  /** Of the domain itself, which stand in for an MX that is not there (RFC 5321 section 5.1). */
  readonly addresses: DnsAnswer<string>;
}

export async function lookAtDns(
  config: Config,
  keys: readonly SigningKey[],
  relays: readonly RelayConfig[],
  dns: Dns,
): Promise<DnsSeen> {
  const [list] = config.lists;
  const { from: author, replyTo: answers, bounceDomain, siteUrl } = list.sender;
  const from = domainOf(author.email);
  const returnPath = bounceDomain ?? from;
  const replyTo = answers === undefined || domainOf(answers) === from ? undefined : domainOf(answers);
  const [spf, fromTree, returnPathTree, fromMail, returnPathMail, replyToMail] = await Promise.all([
    walkSpf(dns, returnPath),
    walkTree(dns, from),
    walkTree(dns, returnPath),
    seenMail(dns, from),
    seenMail(dns, returnPath),
    replyTo === undefined ? undefined : seenMail(dns, replyTo),
  ]);
  const exists = fromMail.mx.status !== "no-name" || fromMail.addresses.status !== "no-name";
  const policy = policyInForce(from, fromTree, exists);
  const seen = {
    servers: dns.servers,
    from,
    returnPath,
    ...(replyTo === undefined ? {} : { replyTo }),
    siteHost: new URL(siteUrl).hostname,
    listIds: config.lists.map(({ sender }) => sender.listId),
    spf,
    relays: await relayAddresses(dns, relays, returnPath),
    keys: await Promise.all(config.dkim.map((one) => seenKey(dns, one, keys))),
    fromTree,
    returnPathTree,
    ...(policy === undefined ? {} : { policy }),
    fromMail,
    returnPathMail,
    ...(replyToMail === undefined ? {} : { replyToMail }),
  };
  const silence = dns.silence();
  return silence === undefined ? seen : { ...seen, silence };
}

async function relayAddresses(
  dns: Dns,
  relays: readonly RelayConfig[],
  returnPath: string,
): Promise<readonly SeenRelayAddress[]> {
  const seen: SeenRelayAddress[] = [];
  for (const relay of relays) {
    if ("module" in relay) continue;
    for (const address of valuesOf(await addressesOf(dns, relay.host))) {
      const subject = { ip: address, sender: `bounce@${returnPath}`, helo: relay.host };
      const { result } = await walkSpf(dns, returnPath, subject);
      seen.push({ relay: relay.name, address, result });
    }
  }
  return seen;
}

async function seenKey(
  dns: Dns,
  named: Config["dkim"][number],
  keys: readonly SigningKey[],
): Promise<SeenKeyRecord> {
  const name = recordName(named);
  const answer = await dns.txt(name);
  const own = keys.find((key) => recordName(key) === name);
  const read = own === undefined ? undefined : readPrivateKey(own.privateKeyPem);
  return {
    name,
    domain: named.domain,
    tree: await walkTree(dns, named.domain),
    answer,
    published: valuesOf(answer).map(parseKeyRecord),
    ...(own === undefined || read?.status !== "valid"
      ? {}
      : { wanted: { record: dnsRecord(own), key: createPublicKey(read.key) } }),
  };
}

async function seenMail(dns: Dns, domain: string): Promise<SeenMail> {
  const [mx, addresses] = await Promise.all([dns.mx(domain), addressesOf(dns, domain)]);
  const exchanges = valuesOf(mx).filter(({ exchange }) => exchange !== "");
  const found = await Promise.all(exchanges.map(({ exchange }) => addressesOf(dns, exchange)));
  const lost = exchanges.flatMap(({ exchange }, index) => {
    const status = found[index]?.status;
    return status === "nothing" || status === "no-name" ? [exchange] : [];
  });
  return { domain, mx, lost, addresses };
}
