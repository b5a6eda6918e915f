import type { Worker } from "node:worker_threads";
import { faultText } from "../../base/errors.ts";
import type { Started } from "../../store/ledger.ts";
import { RelayFault } from "../../transport/transport.ts";
import { PressFault, type PressOutcome, type PressSession, threadDied } from "./press.ts";
import { type FromThread, gathered, type RefusedOpening, type ToThread } from "./thread-post.ts";

/** One press thread, seen from the ledger's thread: what it was asked for and has not answered yet. */
export class PressThread {
  readonly #thread: Worker;
  readonly #say: (word: ToThread) => void;
  readonly #sessions = new Map<number, ThreadSession>();
  #next = 1;
  #isLost = false;
  #ending = false;

  /** `died` hears, once, why the thread is gone, when nobody has ended it. */
  constructor(thread: Worker, died: (reason: string) => void) {
    this.#thread = thread;
    this.#say = gathered((words) => thread.postMessage(words));
    thread.on("message", (words: readonly FromThread[]) => {
      for (const word of words) this.#sessions.get(word.session)?.hear(word);
    });
    const lose = (reason: string) => {
      if (this.#ending || this.#isLost) return;
      this.#isLost = true;
      died(reason);
      for (const session of this.#sessions.values()) session.lose(reason);
      this.#sessions.clear();
    };
    thread.on("error", (fault) => lose(faultText(fault)));
    thread.on("messageerror", (fault) => lose(faultText(fault)));
    thread.on("exit", (code) => lose(`it ended with code ${code}`));
  }

  /** How many sessions are open here, or being opened. */
  get sessions(): number {
    return this.#sessions.size;
  }

  /** `died`: why any of the threads is gone. Then no session is opened any more. */
  async open(
    relay: number,
    signal: AbortSignal | undefined,
    died: string | undefined,
  ): Promise<PressSession> {
    if (died !== undefined) throw threadFault(died);
    const number = this.#next;
    this.#next += 1;
    const session = new ThreadSession(number, this.#say, () => this.#sessions.delete(number));
    this.#sessions.set(number, session);
    this.#say({ type: "open", session: number, relay });
    const giveUp = () => this.#say({ type: "giveUp", session: number });
    signal?.addEventListener("abort", giveUp, { once: true });
    if (signal?.aborted === true) giveUp();
    try {
      await session.opened;
      return session;
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
  }

  async end(): Promise<void> {
    this.#ending = true;
    await this.#thread.terminate();
  }
}

interface Waiting {
  readonly resolve: (outcome: PressOutcome) => void;
  readonly reject: (fault: unknown) => void;
}

/** A session in a press thread. It is `usable` as far as the thread has told. */
class ThreadSession implements PressSession {
  readonly #number: number;
  readonly #say: (word: ToThread) => void;
  readonly #gone: () => void;
  readonly #opening = Promise.withResolvers<void>();
  readonly #ending = Promise.withResolvers<void>();
  readonly #closing = Promise.withResolvers<void>();
  /** By the reader. */
  readonly #waiting = new Map<number, Waiting>();
  #usable = false;
  #lost = false;
  depth = 1;
  offersUtf8 = false;

  constructor(number: number, say: (word: ToThread) => void, gone: () => void) {
    this.#number = number;
    this.#say = say;
    this.#gone = gone;
  }

  get opened(): Promise<void> {
    return this.#opening.promise;
  }

  get ended(): Promise<void> {
    return this.#ending.promise;
  }

  get usable(): boolean {
    return this.#usable;
  }

  submit(reader: Started): Promise<PressOutcome> {
    if (this.#lost)
      return Promise.resolve({
        status: "unsent",
        stage: "mail",
        reason: "The thread of this session is gone.",
      });
    return new Promise((resolve, reject) => {
      this.#waiting.set(reader.subscriber, { resolve, reject });
      this.#say({ type: "submit", session: this.#number, reader });
    });
  }

  async close(): Promise<void> {
    this.#usable = false;
    if (this.#lost) return;
    this.#say({ type: "close", session: this.#number });
    await this.#closing.promise;
  }

  hear(word: FromThread): void {
    switch (word.type) {
      case "opened":
        this.depth = word.depth;
        this.offersUtf8 = word.offersUtf8;
        this.#usable = true;
        this.#opening.resolve();
        break;
      case "refused":
        this.#gone();
        this.#opening.reject(new RelayFault(word.fault));
        break;
      case "outcome":
        if (!word.usable) this.#end();
        this.#answered(word.reader)?.resolve(word.outcome);
        break;
      case "unmade":
        this.#answered(word.reader)?.reject(new PressFault(word.reason));
        break;
      case "ended":
        this.#end();
        break;
      case "closed":
        this.#gone();
        this.#end();
        this.#closing.resolve();
        break;
    }
  }

  /** The thread is gone, and with it every answer that it waited for. */
  lose(reason: string): void {
    this.#lost = true;
    this.#end();
    this.#opening.reject(threadFault(reason));
    this.#closing.resolve();
    for (const { resolve } of this.#waiting.values())
      resolve({ status: "uncertain", reason: `The thread that sent the message is gone: ${reason}.` });
    this.#waiting.clear();
  }

  #answered(reader: number): Waiting | undefined {
    const waiting = this.#waiting.get(reader);
    this.#waiting.delete(reader);
    return waiting;
  }

  #end(): void {
    this.#usable = false;
    this.#ending.resolve();
  }
}

function threadFault(reason: string): RelayFault {
  const fault: RefusedOpening = {
    code: threadDied,
    stage: "connect",
    permanent: true,
    message: `A thread that hands messages to the relay is gone: ${reason}.`,
    remedy:
      "Who was on the way in it is uncertain. Send again: it goes on where it stopped; with threads: 0 in letterpress.yaml it needs none.",
  };
  return new RelayFault(fault);
}
