import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { faultText, LetterpressError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import type { RelayTls } from "../model/relay.ts";
import type { SmtpRelayConfig } from "./config.ts";
import { readSecret } from "./read-secret.ts";

/**
 * The certificates and the key that a relay's `tls` names, read and looked at: OpenSSL would only say in the middle of
 * a connection that a file is not what it should be. Throws LetterpressError, which never holds the key.
 */
export async function readTls(relay: SmtpRelayConfig): Promise<RelayTls | undefined> {
  const { name, tls } = relay;
  if (tls === undefined) return undefined;
  const { ca, cert, key, ...plain } = tls;
  return {
    ...plain,
    ...(ca === undefined ? {} : { ca: await readCertificate(name, "ca", ca) }),
    ...(cert === undefined || key === undefined ? {} : await readPair(name, cert, key)),
  };
}

async function readPair(
  relay: string,
  certFile: string,
  keyFile: string,
): Promise<{ cert: string; key: string }> {
  const cert = await readCertificate(relay, "cert", certFile);
  const key = await readSecret({ file: keyFile }, { noun: "key", owner: `the relay "${relay}"` }, {});
  const refuse = (why: string) =>
    new LetterpressError(
      "config/tls",
      `The key file of the relay "${relay}" ${why}.`,
      `Check ${quoted(keyFile)}: a private key in PEM, without a passphrase.`,
    );
  try {
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)))
      throw refuse("does not belong to its certificate");
  } catch (fault) {
    // No cause: OpenSSL's words about a key stay out of every log.
    throw fault instanceof LetterpressError ? fault : refuse("holds no private key that can be read");
  }
  return { cert, key };
}

async function readCertificate(relay: string, what: "ca" | "cert", file: string): Promise<string> {
  const refuse = (why: string, cause?: unknown) =>
    new LetterpressError(
      "config/tls",
      `The certificate file (${what}) of the relay "${relay}" ${why}.`,
      `Check ${quoted(file)}: it has to hold "-----BEGIN CERTIFICATE-----".`,
      { cause },
    );
  const text = await readFile(file, "utf8").catch((fault: unknown) => {
    throw refuse(`cannot be read: ${faultText(fault)}`, fault);
  });
  try {
    new X509Certificate(text);
    return text;
  } catch (fault) {
    throw refuse("holds no certificate", fault);
  }
}
