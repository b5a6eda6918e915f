import { createPublicKey } from "node:crypto";
import { readPrivateKey } from "../../base/private-key.ts";
import { recordName, type SigningKey } from "../../model/signing-key.ts";

/** What has to stand in DNS for a signature to verify: a TXT record (RFC 6376 section 3.6.1). */
export interface DnsRecord {
  readonly name: string;
  /** As one text; a record has it in strings of at most 255 octets, see `zoneText`. */
  readonly value: string;
}

/** The public half of a key. Throws when it is none that `dkimSigner` takes. */
export function dnsRecord(key: SigningKey): DnsRecord {
  const read = readPrivateKey(key.privateKeyPem);
  if (read.status === "invalid") throw new Error(`the key of ${recordName(key)} ${read.reason}`);
  const der = createPublicKey(read.key).export({ type: "spki", format: "der" });
  // RFC 8463 section 4: the bare key of Ed25519, which are the last 32 bytes.
  const bytes = read.type === "rsa" ? der : der.subarray(-32);
  return { name: recordName(key), value: `v=DKIM1; k=${read.type}; p=${bytes.toString("base64")}` };
}

/** The value as zone files and most control panels take it: quoted, in strings of at most 255 octets (RFC 1035). */
export function zoneText(value: string): string {
  return (value.match(/.{1,255}/g) ?? []).map((part) => `"${part}"`).join(" ");
}
