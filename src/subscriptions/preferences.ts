import { printable } from "../base/printable.ts";
import { longestFieldValue } from "../model/subscriber.ts";
import {
  changePreferences,
  findPreferencesBy,
  type PreferenceChange,
  type Preferences,
} from "../store/preferences.ts";
import type { Store } from "../store/store.ts";

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
  const clean = Object.entries(fields).map(([name, value]) => [name, shortened(printable(value))] as const);
  const saved = await changePreferences(store, { ...change, source, fields: Object.fromEntries(clean) });
  return saved === undefined ? { status: "unknown" } : { status: "saved", ...saved };
}

function shortened(value: string): string {
  return [...value].slice(0, longestFieldValue).join("");
}
