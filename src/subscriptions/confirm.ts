import type { Instant } from "../base/clock.ts";
import { signedTokens } from "../base/token.ts";
import { languageField } from "../model/variant.ts";
import { confirmSignUp, signUpState } from "../store/confirm-sign-up.ts";
import { openLink } from "../store/link-keys.ts";
import { findSignUp } from "../store/sign-ups.ts";
import type { Store } from "../store/store.ts";

/**
 * `expired`: the link was ours and its time, or that of its key, is over, whatever became of it. `unknown`: we never
 * made such a link.
 */
export type Confirmation = {
  /** The one in which the person signed up, where the newsletter keeps it and the row is still there. */
  readonly language?: string;
} & (
  | { readonly status: "pending"; readonly lists: readonly string[] }
  | { readonly status: "confirmed" | "expired" | "unknown" }
);

/** What the page behind a confirmation link says. It changes nothing: mail programs and scanners open links, too. */
export async function findConfirmation(store: Store, token: string, now: Instant): Promise<Confirmation> {
  const id = await signUpOf(store, token);
  if (typeof id === "string") return { status: id };
  const signUp = await findSignUp(store.db, id);
  const status = await signUpState(store.db, store, signUp, now);
  const { lists = [], fields = {} } = signUp ?? {};
  const language = fields[languageField];
  const spoken = language === undefined ? {} : { language };
  return status === "pending" ? { status, lists, ...spoken } : { status, ...spoken };
}

/** The button on that page. The second time it says `confirmed` again and changes nothing. */
export async function confirm(
  store: Store,
  input: { readonly token: string; readonly network?: string; readonly now: Instant },
): Promise<{ readonly status: "confirmed" | "expired" | "unknown" }> {
  const id = await signUpOf(store, input.token);
  if (typeof id === "string") return { status: id };
  const { network, now } = input;
  return { status: await confirmSignUp(store, { id, now, ...(network === undefined ? {} : { network }) }) };
}

/**
 * The token of a confirmation link: it names the sign-up and proves that we made it, for this and nothing else. `key`:
 * the link key.
 */
export function confirmToken(key: string, signUp: number): string {
  return signedTokens(key, 0, signUp)("confirm");
}

async function signUpOf(store: Store, token: string): Promise<number | "expired" | "unknown"> {
  const opened = await openLink(store, "confirm", token);
  if (opened.status === "ended") return "expired";
  return opened.status === "open" && opened.mailing === 0 ? opened.reader : "unknown";
}
