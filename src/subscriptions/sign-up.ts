import type { Address } from "../base/address.ts";
import { dayMs, type Instant } from "../base/clock.ts";
import { languageField } from "../model/variant.ts";
import { insertSignUp } from "../store/sign-ups.ts";
import type { Store } from "../store/store.ts";
import { cleanValues } from "./clean-values.ts";

/** What a form brought, checked: the lists and fields are declared. */
export interface SignUpInput {
  readonly address: Address;
  readonly lists: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  /** Which language the person reads, where the form or the browser says it. */
  readonly language?: string;
  /** Which form, and which wording of it, the person saw. */
  readonly form: string;
  readonly textVersion?: string;
  /** Truncated, see `ConsentOrigin`. */
  readonly network?: string;
  readonly now: Instant;
  /** How long the link in the mail works; left out, seven days. */
  readonly confirmWithinMs?: number;
}

/**
 * Somebody typed an address into a form. Whether it is new, pending, subscribed, unsubscribed or suppressed is not
 * looked at here but when the mail is made, beside the answer (service-mails.ts): so neither the answer nor the time it
 * takes can tell. On the disk when the promise resolves; nobody is subscribed before the person confirms it.
 */
export async function signUp(store: Store, input: SignUpInput): Promise<void> {
  const { address, lists, fields, language, form, textVersion, network, now } = input;
  const { confirmWithinMs = standardConfirmWithinMs } = input;
  const known = language === undefined ? fields : { [languageField]: language, ...fields };
  await insertSignUp(store, {
    address,
    lists: [...new Set(lists)],
    fields: Object.fromEntries(Object.entries(cleanValues(known)).filter(([, value]) => value !== "")),
    source: form,
    ...(textVersion === undefined ? {} : { textVersion }),
    ...(network === undefined ? {} : { network }),
    requestedAt: now,
    expiresAt: now + confirmWithinMs,
  });
}

export const standardConfirmWithinMs = 7 * dayMs;
