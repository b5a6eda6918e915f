import type { Transport } from "../../transport/transport.ts";
import { type Press, pressed } from "./press.ts";
import { PressThreads } from "./press-threads.ts";
import { type PressWork, templatesOf } from "./press-work.ts";

/** The presses of a run, one for each of its relays. */
export interface Presses extends AsyncDisposable {
  of(transport: Transport): Press;
}

/**
 * In this thread, or in `threads` of their own. Dispose of them when their sessions are closed. `missed` hears, as a
 * sentence, why some of them are not there: then the others do the work, or this one when there is none from the
 * beginning.
 */
export function openPresses(
  work: PressWork,
  transports: readonly Transport[],
  threads: number,
  missed: (message: string) => void,
): Presses {
  if (threads < 1) return pressesHere(work);
  const relays = transports.flatMap(({ relay }) => relay ?? []);
  const own = new PressThreads(threads, work, relays, missed);
  if (own.count === 0) return pressesHere(work);
  return {
    of: (transport) => {
      if (transport.relay === undefined) throw new Error(`${transport.name} cannot be opened in a thread`);
      return own.press(transport.relay, transport.name);
    },
    [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
  };
}

function pressesHere(work: PressWork): Presses {
  const templates = templatesOf(work);
  return { of: (transport) => pressed(transport, templates), [Symbol.asyncDispose]: async () => undefined };
}
