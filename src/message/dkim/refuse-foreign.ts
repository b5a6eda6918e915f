import { LetterpressError } from "../../base/errors.ts";
import { recordName, speaksFor } from "../../model/signing-key.ts";
import type { SenderIdentity } from "../sender-identity.ts";
import type { Signer } from "./signer.ts";

/**
 * Throws `message/dkim-domain` when a signer is not of the domain of the sender: to DMARC such a signature is nobody's,
 * and the configuration is read before a mailing begins. This is the last gate.
 */
export function refuseForeign(signers: readonly Signer[], { from }: SenderIdentity): void {
  const signer = signers.find(({ domain }) => !speaksFor(domain, from.email));
  if (signer === undefined) return;
  throw new LetterpressError(
    "message/dkim-domain",
    `Mail from ${from.email} cannot be signed by ${recordName(signer)}: it is neither the domain of the sender nor above it.`,
    "Give the issue a sender of that domain, or change dkim in letterpress.yaml.",
  );
}
