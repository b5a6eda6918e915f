import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

export type CertificateName = "localhost" | "expired" | "other-host" | "client";

/** Key and certificate of a test server, or of a client that shows who it is, in PEM. */
export function certificate(name: CertificateName): { readonly key: string; readonly cert: string } {
  return { key: pem("key"), cert: pem(name) };
}

/** The certificate that signed those of the servers, in PEM. */
export function authority(): string {
  return pem("authority");
}

/**
 * Makes this process trust the authority that signed the test certificates, as NODE_EXTRA_CA_CERTS would.
 * Returns what undoes it.
 */
export function trustTestAuthority(): () => void {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, authority()]);
  return () => setDefaultCACertificates(before);
}

function pem(name: string): string {
  return readFileSync(new URL(`certificates/${name}.pem`, import.meta.url), "utf8");
}
