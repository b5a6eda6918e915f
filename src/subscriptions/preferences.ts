import {
  changePreferences,
  findPreferencesBy,
  type PreferenceChange,
  type Preferences,
} from "../store/preferences.ts";
import type { Store } from "../store/store.ts";
import { cleanValues } from "./clean-values.ts";

export type FoundPreferences = ({ readonly status: "found" } & Preferences) | { readonly status: "unknown" };

/** What the preference centre shows to who holds the token of one of their subscriptions. */
export async function findPreferences(store: Store, token: string): Promise<FoundPreferences> {
  const found = await findPreferencesBy(store, token);
  return found === undefined ? { status: "unknown" } : { status: "found", ...found };
}

export type SavedPreferences = ({ readonly status: "saved" } & Preferences) | { readonly status: "unknown" };

/**
 * What a person chose in the preference centre; the lists and fields are declared. Their own choice may subscribe them again, or to one
 * more list. Returns how it stands afterwards.
 */
export async function savePreferences(
  store: Store,
  change: Omit<PreferenceChange, "source"> & { readonly source?: string },
): Promise<SavedPreferences> {
  const { fields = {}, source = "preferences" } = change;
  const saved = await changePreferences(store, { ...change, source, fields: cleanValues(fields) });
  return saved === undefined ? { status: "unknown" } : { status: "saved", ...saved };
}
