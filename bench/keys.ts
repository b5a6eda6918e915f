import { generateKeyPairSync } from "node:crypto";
import type { Sender } from "../src/model/sender.ts";
import type { SigningKey } from "../src/model/signing-key.ts";

/** New DKIM keys for the domain of this sender. */
export function benchKeys(sender: Sender): { readonly rsa: SigningKey; readonly ed25519: SigningKey } {
  const domain = sender.from.email.slice(sender.from.email.lastIndexOf("@") + 1);
  const pem = { type: "pkcs8", format: "pem" } as const;
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export(pem);
  const ed25519 = generateKeyPairSync("ed25519").privateKey.export(pem);
  return {
    rsa: { domain, selector: "rsa", privateKeyPem: rsa.toString() },
    ed25519: { domain, selector: "ed25519", privateKeyPem: ed25519.toString() },
  };
}
