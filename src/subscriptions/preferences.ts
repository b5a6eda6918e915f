import { signedTokens } from "../base/token.ts";
import { openLink } from "../store/link-keys.ts";
import {
  changePreferences,
  findPreferencesOf,
  type PreferenceChange,
  type Preferences,
} from "../store/preferences.ts";
import type { Store } from "../store/store.ts";
import { cleanValues } from "./clean-values.ts";

/** `ended`: the key of the link was ended. `unknown`: we never made it, or its person was erased. */
export type FoundPreferences =
  | ({ readonly status: "found" } & Preferences)
  | { readonly status: "ended" | "unknown" };

/**
 * What the preference centre shows to who holds a link to it: a token for this purpose, from any mail to the person.
 * The token of an unsubscribe link, which mail programs send about and readers pass on, opens nothing here.
 */
export async function findPreferences(store: Store, token: string): Promise<FoundPreferences> {
  const opened = await openLink(store, "preferences", token);
  if (opened.status !== "open") return { status: opened.status };
  const found = await findPreferencesOf(store, opened.reader);
  return found === undefined ? { status: "unknown" } : { status: "found", ...found };
}

/** The token of a link to the preference centre in a mail that belongs to no issue. `key`: the link key. */
export function preferencesToken(key: string, subscriber: number): string {
  return signedTokens(key, 0, subscriber)("preferences");
}

export type SavedPreferences = ({ readonly status: "saved" } & Preferences) | { readonly status: "unknown" };

/**
 * What a person chose in the preference centre; the lists and fields are declared. Their own choice may subscribe them
 * again, or to one more list. Returns how it stands afterwards.
 */
export async function savePreferences(
  store: Store,
  change: Omit<PreferenceChange, "source"> & { readonly source?: string },
): Promise<SavedPreferences> {
  const { fields = {}, source = "preferences" } = change;
  const saved = await changePreferences(store, { ...change, source, fields: cleanValues(fields) });
  return saved === undefined ? { status: "unknown" } : { status: "saved", ...saved };
}
