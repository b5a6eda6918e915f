import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

export type CertificateName = "localhost" | "expired" | "other-host";

/** Key and certificate of a test server, in PEM. */
export function certificate(name: CertificateName): { readonly key: string; readonly cert: string } {
  return { key: pem("key"), cert: pem(name) };
}

/**
 * Makes this process trust the authority that signed the test certificates, as NODE_EXTRA_CA_CERTS would.
 * Returns what undoes it.
 */
export function trustTestAuthority(): () => void {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, pem("authority")]);
  return () => setDefaultCACertificates(before);
}

function pem(name: string): string {
  return readFileSync(new URL(`certificates/${name}.pem`, import.meta.url), "utf8");
}
