import { createPrivateKey, type KeyObject } from "node:crypto";

/** A private key as DKIM can sign with it (RFC 8301, RFC 8463), or why it cannot; the reason never holds any of it. */
export type PrivateKey =
  | { readonly status: "valid"; readonly key: KeyObject; readonly type: "rsa"; readonly bits: number }
  | { readonly status: "valid"; readonly key: KeyObject; readonly type: "ed25519" }
  | { readonly status: "invalid"; readonly reason: string; readonly remedy: string };

/**
 * Reads a key in PEM form: PKCS #8, or PKCS #1 for RSA. Line ends may be written `\n`, as those do who keep keys in
 * one-line variables. `reason` goes on a sentence that begins with the key.
 */
export function readPrivateKey(written: string): PrivateKey {
  const pem = written.replaceAll("\\n", "\n").trim();
  const fault = faultOfForm(pem);
  if (fault !== undefined) return fault;
  const key = parsed(pem);
  if (key === undefined) return invalid("cannot be read", makeNew);
  if (key.asymmetricKeyType === "ed25519") return { status: "valid", key, type: "ed25519" };
  if (key.asymmetricKeyType !== "rsa") {
    const type = key.asymmetricKeyType?.toUpperCase() ?? "unknown";
    return invalid(`is of the type ${type}, which DKIM does not know`, makeNew);
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < 2048)
    return invalid(`is RSA with ${bits} bits, and mail servers trust none below 2048`, makeNew);
  // RFC 8301 section 3.2: nobody has to verify longer ones.
  if (bits > 4096) return invalid(`is RSA with ${bits} bits, and mail servers read none above 4096`, makeNew);
  return { status: "valid", key, type: "rsa", bits };
}

const makeNew = "Make a new one: openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out dkim.pem";

function faultOfForm(pem: string): PrivateKey | undefined {
  if (/^-----BEGIN (?:RSA )?PUBLIC KEY-----|^-----BEGIN CERTIFICATE-----/m.test(pem))
    return invalid("is the public half", "Give the private one here; the public one goes into DNS.");
  if (/^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem))
    return invalid(
      "is locked with a passphrase, and nobody is there to type it",
      "Unlock it: openssl pkey -in locked.pem -out dkim.pem",
    );
  if (/^-----BEGIN OPENSSH PRIVATE KEY-----/m.test(pem)) return invalid("is a key for SSH", makeNew);
  if (!/^-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/.test(pem))
    return invalid(
      "is not a private key in PEM form",
      'Give all of it, from "-----BEGIN PRIVATE KEY-----" on.',
    );
  return undefined;
}

/** Without the fault of OpenSSL: its words help nobody, and nothing of a key may end in an error. */
function parsed(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

function invalid(reason: string, remedy: string): PrivateKey {
  return { status: "invalid", reason, remedy };
}
