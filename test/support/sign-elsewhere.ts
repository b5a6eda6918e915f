import { dkimSign } from "mailauth/lib/dkim/sign.js";
import type { TestKey } from "./dkim-verifier.ts";

/** The mail with a signature that mailauth has made, which shares no code with ours; `options` as it takes them. */
export async function signedByMailauth(
  mail: string,
  { domain: signingDomain, selector, privateKeyPem: privateKey }: TestKey,
  options: {
    readonly canonicalization?: string;
    readonly headerList?: string;
    readonly signTime?: number;
    readonly expires?: number;
  } = {},
): Promise<string> {
  const one = { signingDomain, selector, privateKey, ...options };
  const { signatures } = await dkimSign(mail, { ...one, signatureData: [one] });
  if (signatures === "") throw new Error("mailauth has not signed");
  return signatures + mail;
}
