import { faultText } from "../../base/errors.ts";
import type { DepartureEvent } from "../../subscriptions/departures.ts";

/** A line for who runs the service. */
export function departureWords(event: DepartureEvent, store: string): string {
  switch (event.kind) {
    case "noting":
      return `${event.because.message} Who unsubscribes is noted in ${store}.unsubscribes meanwhile, and gets no more mail. ${event.because.remedy}`;
    case "taken-over":
      return `The store can be written again: ${event.readers} who unsubscribed meanwhile are in it now.`;
    case "no-reserve":
      return `There is no room for ${store}.reserve: should the disk get full, nobody can unsubscribe. Free some space and start again.`;
    case "fault":
      return `bug The journal beside the store could not be taken over: ${faultText(event.fault)}`;
    default:
      return event satisfies never;
  }
}
