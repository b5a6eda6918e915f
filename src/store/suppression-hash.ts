import { keyedToken } from "../base/token.ts";

/**
 * What is kept of a suppressed address after its person was erased: without the store's key nobody can try addresses
 * against it.
 */
export function suppressionHash({ key }: { readonly key: string }, emailKey: string): string {
  return keyedToken(key, "suppression", emailKey);
}
