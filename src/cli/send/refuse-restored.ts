import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { acceptRestored, type Restored, restoredStore } from "../../store/restored.ts";
import type { Store } from "../../store/store.ts";
import { countOf } from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";

/** Nothing is sent from a store that has forgotten what was sent, unless a person accepts it. */
export async function refuseRestored(terminal: Terminal, store: Store, accept: boolean): Promise<void> {
  const restored = await restoredStore(store);
  if (restored.status === "newest") return;
  if (accept) {
    const uncertain = await acceptRestored(store, systemClock.now());
    terminal.note(
      `The store is accepted as it is: ${countOf(uncertain, "reader")} may have got a message that it does not know of.`,
    );
    return;
  }
  throw new LetterpressError(
    "store/restored",
    restoredWords(store, restored),
    "Nothing was sent. Put the newest store back. If it is lost, send with --accept-restored: who may have got a message since is uncertain then, and unsubscribes since then have to be entered again.",
  );
}

/** What is wrong with a store that is not the newest. */
export function restoredWords(
  { file }: Store,
  { status, issues }: Exclude<Restored, { readonly status: "newest" }>,
): string {
  const [one, ...others] = issues.slice(0, mostNamed);
  const more = issues.length > mostNamed ? ` and ${issues.length - mostNamed} more` : "";
  const sent =
    one === undefined
      ? "Mailings were run since"
      : `It does not know all that was sent of ${[one, ...others].join(", ")}${more}`;
  const what =
    status === "older" ? "is an old copy of the store" : "is not the store that mailings were sent from here";
  return `${file} ${what}. ${sent}.`;
}

const mostNamed = 5;
