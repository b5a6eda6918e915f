import { hash, sign } from "node:crypto";
import { LetterpressError } from "../../base/errors.ts";
import { readPrivateKey } from "../../base/private-key.ts";
import { recordName, type SigningKey } from "../../model/signing-key.ts";

/** A key that is ready to sign: parsed once, because parsing takes as long as signing does. */
export interface Signer {
  readonly domain: string;
  readonly selector: string;
  /** The `a=` of the signature. */
  readonly algorithm: "rsa-sha256" | "ed25519-sha256";
  /** `RSA 2048` or `Ed25519`, for people. */
  readonly kind: string;
  /** The length of every signature. */
  readonly signatureBytes: number;
  sign(text: Buffer): Buffer;
}

/**
 * Both kinds of signature are deterministic: the same text has the same one. Throws LetterpressError
 * (`message/dkim-key`).
 */
export function dkimSigner({ domain, selector, privateKeyPem }: SigningKey): Signer {
  const read = readPrivateKey(privateKeyPem);
  if (read.status === "invalid")
    throw new LetterpressError(
      "message/dkim-key",
      `The key of ${recordName({ domain, selector })} ${read.reason}.`,
      read.remedy,
    );
  const { key } = read;
  const names = { domain, selector };
  if (read.type === "rsa")
    return {
      ...names,
      algorithm: "rsa-sha256",
      kind: `RSA ${read.bits}`,
      signatureBytes: Math.ceil(read.bits / 8),
      sign: (text) => sign("sha256", text, key),
    };
  return {
    ...names,
    algorithm: "ed25519-sha256",
    kind: "Ed25519",
    signatureBytes: 64,
    // RFC 8463 section 3: what is signed is the hash, with the pure form of Ed25519.
    sign: (text) => sign(null, hash("sha256", text, "buffer"), key),
  };
}
