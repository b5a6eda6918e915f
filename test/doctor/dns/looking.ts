import { parseConfig } from "../../../src/config/parse-config.ts";
import { ofDns } from "../../../src/doctor/dns/all.ts";
import { openDns } from "../../../src/doctor/dns/dns.ts";
import { lookAtDns } from "../../../src/doctor/dns/look-at-dns.ts";
import { examine, type Finding } from "../../../src/doctor/examination.ts";
import { configText } from "../../support/config-text.ts";
import { ed25519Key, rsaKey } from "../../support/dkim-verifier.ts";
import { startDnsServer, type Zone } from "../../support/dns-server.ts";

export const rsa = rsaKey();
export const ed25519 = ed25519Key();
/** Where the key is that signs. */
export const keyName = "news._domainkey.news.example.org";

/** As docs/dns.md has it, with one change or none. */
export function zones(
  changes: Readonly<Record<string, Zone | undefined>> = {},
): Readonly<Record<string, Zone>> {
  const all: Readonly<Record<string, Zone | undefined>> = {
    "news.example.org": { MX: [[10, "mx.example.net"]], A: ["192.0.2.10"] },
    "bounces.example.org": { TXT: ["v=spf1 include:spf.example.net -all"], MX: [[10, "mx.example.net"]] },
    "_dmarc.example.org": { TXT: ["v=DMARC1; p=none; rua=mailto:dmarc@example.org"] },
    [keyName]: { TXT: [rsa.record] },
    "spf.example.net": { TXT: ["v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all"] },
    "mx.example.net": { A: ["192.0.2.25"] },
    "smtp.example.net": { A: ["192.0.2.7"], AAAA: ["2001:db8::7"] },
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, zone]) => (zone === undefined ? [] : [[key, zone]])),
  );
}

export const usual = {
  from: "{name: Weekly, email: hello@news.example.org}",
  bounceDomain: "bounces.example.org",
  relays: "[{host: smtp.example.net}]",
  dkim: "[{domain: news.example.org, selector: news, key: {env: KEY}}]",
};

export async function look(
  changes: Readonly<Record<string, Zone | undefined>> = {},
  given: {
    readonly config?: Readonly<Record<string, string | undefined>>;
    readonly keys?: readonly (typeof rsa)[];
    readonly broken?: readonly string[];
  } = {},
) {
  const { config = {}, keys = [rsa], broken = [] } = given;
  const parsed = parseConfig(
    { file: "letterpress.yaml", text: configText({ ...usual, ...config }) },
    "/news",
  );
  if (parsed.config === undefined) throw new Error(JSON.stringify(parsed.problems));
  await using server = await startDnsServer(zones(changes), broken);
  return examine(
    ofDns,
    await lookAtDns(parsed.config, keys, parsed.config.relays, openDns([server.address])),
  );
}

/** The findings that are not good, as `id verdict`. */
export function troubles(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap(({ examination, verdict }) =>
    verdict === "good" ? [] : [`${examination} ${verdict}`],
  );
}

/** The worst that is said by one examination. */
export async function finding(id: string, ...looked: Parameters<typeof look>): Promise<Finding> {
  const found = (await look(...looked)).filter(({ examination }) => examination === `dns/${id}`);
  const worst = found.find(({ verdict }) => verdict !== "good") ?? found[0];
  if (worst === undefined) throw new Error(`nothing is said of ${id}`);
  return worst;
}
