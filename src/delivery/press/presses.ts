import type { Transport } from "../../transport/transport.ts";
import { type Press, pressed } from "./press.ts";
import { PressThreads } from "./press-threads.ts";
import { type PressWork, templatesOf } from "./press-work.ts";

/** The presses of a run, one for each of its relays. */
export interface Presses extends AsyncDisposable {
  of(transport: Transport): Press;
}

/** In this thread, or in `threads` of their own. Dispose of them when their sessions are closed. */
export function openPresses(work: PressWork, transports: readonly Transport[], threads: number): Presses {
  if (threads < 1) {
    const templates = templatesOf(work);
    return { of: (transport) => pressed(transport, templates), [Symbol.asyncDispose]: async () => undefined };
  }
  const relays = transports.flatMap(({ relay }) => relay ?? []);
  const own = new PressThreads(threads, work, relays);
  return {
    of: (transport) => {
      if (transport.relay === undefined) throw new Error(`${transport.name} cannot be opened in a thread`);
      return own.press(transport.relay, transport.name);
    },
    [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
  };
}

/**
 * How many threads of their own a run's presses get; 0 is none. Unless a person has said how many, they are for
 * mailings that are signed: a signature takes several times as long as all else that is done for a message, and the
 * crossing to another thread takes half as long as that all else. Starting them takes as long as some hundreds of
 * messages.
 */
export function threadsFor(run: {
  /** What a person has said. */
  readonly asked: number | undefined;
  readonly cores: number;
  readonly signed: boolean;
  readonly transports: readonly Transport[];
  readonly connections: number;
  readonly readers: number;
}): number {
  const { asked, cores, signed, transports, connections, readers } = run;
  if (transports.some(({ relay }) => relay === undefined)) return 0;
  const pays = signed && readers >= fewestReaders;
  const threads = Math.min(asked ?? (pays ? cores : 0), connections);
  return threads > 1 ? threads : 0;
}

const fewestReaders = 2_000;
