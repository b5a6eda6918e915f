import type { Relay } from "../../model/relay.ts";
import type { Stage } from "../../model/outcome.ts";
import type { Started } from "../../store/ledger.ts";
import type { PressOutcome } from "./press.ts";
import type { PressWork } from "./press-work.ts";

/*
 * What the ledger's thread and a press thread say to each other. Sessions have numbers that the ledger's thread gives
 * out.
 *
 * open -> opened | refused              giveUp -> refused, unless it was opened just then
 * submit -> outcome | unmade            once for each submit, in any order
 * close -> closed
 * ended                                 unasked, when a session on which nothing is on its way takes no more messages
 */

/** What a press thread starts with. Secrets (the keys, a relay's password) reach it in no other way. */
export interface ThreadStart {
  readonly work: PressWork;
  readonly relays: readonly Relay[];
}

export type ToThread =
  | { readonly type: "open"; readonly session: number; readonly relay: number }
  | { readonly type: "giveUp"; readonly session: number }
  | { readonly type: "submit"; readonly session: number; readonly reader: Started }
  | { readonly type: "close"; readonly session: number };

export type FromThread =
  | {
      readonly type: "opened";
      readonly session: number;
      readonly depth: number;
      readonly offersUtf8: boolean;
    }
  | { readonly type: "refused"; readonly session: number; readonly fault: RefusedOpening }
  | {
      readonly type: "outcome";
      readonly session: number;
      readonly reader: number;
      readonly outcome: PressOutcome;
      /** Whether the session takes another message. */
      readonly usable: boolean;
    }
  /** A PressFault: no byte was sent. */
  | { readonly type: "unmade"; readonly session: number; readonly reader: number; readonly reason: string }
  | { readonly type: "ended"; readonly session: number }
  | { readonly type: "closed"; readonly session: number };

/** A RelayFault as plain data. */
export interface RefusedOpening {
  readonly code: string;
  readonly stage: Stage;
  readonly permanent: boolean;
  readonly message: string;
  readonly remedy: string;
}

/**
 * Gathers what is said in one turn of the event loop and posts it together: a crossing costs about as much as ten of
 * the messages that it can carry.
 */
export function gathered<Word>(post: (words: readonly Word[]) => void): (word: Word) => void {
  let words: Word[] = [];
  const flush = () => {
    const said = words;
    words = [];
    post(said);
  };
  return (word) => {
    if (words.push(word) === 1) setImmediate(flush);
  };
}
