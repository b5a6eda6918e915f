import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import type { SigningKey } from "../../src/model/signing-key.ts";

/** A signing key, and DNS as its owner would publish it. */
export interface TestKey extends SigningKey {
  /** What a TXT record at `<selector>._domainkey.<domain>` says. */
  readonly record: string;
}

export function rsaKey(names: { selector?: string; domain?: string; bits?: number } = {}): TestKey {
  const { selector = "news", domain = "news.example.org", bits = 2048 } = names;
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: bits });
  const der = publicKey.export({ type: "spki", format: "der" });
  return {
    selector,
    domain,
    privateKeyPem: pemOf(privateKey),
    record: `v=DKIM1; k=rsa; p=${der.toString("base64")}`,
  };
}

export function ed25519Key(names: { selector?: string; domain?: string } = {}): TestKey {
  const { selector = "news-ed", domain = "news.example.org" } = names;
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  // RFC 8463 section 4: the bare key, the last 32 bytes of its DER form.
  const bare = publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  return {
    selector,
    domain,
    privateKeyPem: pemOf(privateKey),
    record: `v=DKIM1; k=ed25519; p=${bare.toString("base64")}`,
  };
}

/**
 * What mailauth, which shares no code with ours, makes of each signature, in their order: `pass`, or `fail` and why. It
 * reads the RFCs strictly, and its DNS has the records of `keys` only.
 */
export async function verify(message: Buffer, keys: readonly TestKey[]): Promise<readonly string[]> {
  const { results } = await dkimVerify(message, { strict: true, resolver });
  return results.map(({ status }) =>
    status.result === "pass" ? "pass" : `${status.result}: ${status.comment ?? ""}`,
  );

  async function resolver(name: string): Promise<string[][]> {
    const found = keys.find(({ selector, domain }) => name === `${selector}._domainkey.${domain}`);
    if (found !== undefined) return [[found.record]];
    throw Object.assign(new Error(`no record at ${name}`), { code: "ENOTFOUND" });
  }
}

function pemOf(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}
