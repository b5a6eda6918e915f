import { beginThread, noMoreThreads } from "../../base/begin-thread.ts";
import type { Relay } from "../../model/relay.ts";
import type { Press } from "./press.ts";
import { PressThread } from "./press-thread-link.ts";
import type { PressWork } from "./press-work.ts";

/**
 * The press of a mailing in threads of its own: each makes the messages, signs them and owns its sessions, from the
 * reader to the relay's answer. The ledger stays in this thread, so the order of the promises is what it was: a reader
 * crosses over only after the intent is durable, and the outcome that comes back is durable before that slot takes
 * another.
 *
 * A thread that dies (a bug of ours, no memory) takes the answers with it for which it waited: those readers are
 * `uncertain`, as after a lost link. No session is opened from then on, in no thread: those that are there finish the
 * mailing, or the run stops and says why. So however many threads die, no more readers are uncertain than slots there
 * are. `missed` hears of it at once, since the mailing may come to its end without one.
 *
 * A crash of the whole process ends all threads, and is what it always was.
 */
export class PressThreads implements AsyncDisposable {
  readonly #threads: readonly PressThread[];
  readonly #relays: readonly Relay[];
  #died: string | undefined;

  /** Starts `count` threads, or as many as the system gives, and does not wait for them. `missed` hears sentences. */
  constructor(count: number, work: PressWork, relays: readonly Relay[], missed: (message: string) => void) {
    this.#relays = relays;
    const threads: PressThread[] = [];
    while (threads.length < count) {
      const thread = beginThread(threadFile, { workerData: { work, relays }, name: "press", resourceLimits });
      if (thread === undefined) break;
      const died = (reason: string) => {
        this.#died ??= reason;
        missed(
          `A thread that makes and sends messages is gone: ${reason}. No connection is opened any more.`,
        );
      };
      threads.push(new PressThread(thread, died));
    }
    this.#threads = threads;
    if (threads.length < count) missed(tooFew(threads.length, count));
  }

  /** How many there are. */
  get count(): number {
    return this.#threads.length;
  }

  /** The press for one of the relays: every session is opened in the thread that has the fewest. */
  press(relay: Relay, name: string): Press {
    const number = this.#relays.indexOf(relay);
    return {
      name,
      open: (signal) => {
        const [first, ...others] = this.#threads;
        if (first === undefined) throw new Error("there is no thread");
        const free = others.reduce((best, one) => (one.sessions < best.sessions ? one : best), first);
        return free.open(number, signal, this.#died);
      },
    };
  }

  /** When no session is open any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }
}

function tooFew(begun: number, wanted: number): string {
  const who =
    begun === 0
      ? "The main thread makes and sends the messages"
      : `${begun} of ${wanted} threads make and send the messages`;
  return `${who}, and the mailing may take longer: ${noMoreThreads}.`;
}

/** In the form in which this file is: TypeScript while we work, JavaScript in the package. */
const threadFile = new URL(
  `./press-thread${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`,
  import.meta.url,
);

/** What lives in a press thread for longer than a message is small, so it can be swept often. In MB. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };
