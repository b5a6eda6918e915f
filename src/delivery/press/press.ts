import { LetterpressError } from "../../base/errors.ts";
import type { MessageTemplate } from "../../message/message-template.ts";
import { personalize } from "../../message/personalize.ts";
import type { SkipReason } from "../../model/mailing.ts";
import { type Sheet, Sheets } from "../../message/sheet.ts";
import type { Message } from "../../model/message.ts";
import type { Outcome } from "../../model/outcome.ts";
import type { Started } from "../../store/ledger.ts";
import type { Session, Transport } from "../../transport/transport.ts";

/**
 * Where readers become messages on their way: a transport that takes the reader and not the message. So a slot need not
 * know what an impression is made of, nor in which thread.
 */
export type Press = Transport<Started, PressOutcome>;
export type PressSession = Session<Started, PressOutcome>;

/** What became of one reader's message. `skipped`: there can be none for this reader; no byte of it was sent. */
export type PressOutcome =
  | Outcome
  | { readonly status: "skipped"; readonly reason: Unmade | Extract<SkipReason, "needs-smtputf8"> };

/**
 * Why there is no message for one reader: the address stands in no header, or of the values none can be made, which is
 * a bug of ours that only they meet.
 */
export type Unmade = Extract<SkipReason, "bad-address" | "bad-values">;

/** Messages cannot be made, for a reason that is not one reader's: a bug of ours. No byte of this one was sent. */
export class PressFault extends Error {
  override readonly name = "PressFault";
}

/** The code of the RelayFault with which no session opens any more, because a press thread is gone. */
export const threadDied = "delivery/thread-died";

/** Makes the message in this thread, right before it is handed to a session of `transport`. */
export function pressed(transport: Transport, templates: ReadonlyMap<string, MessageTemplate>): Press {
  const impressions = new Impressions(templates);
  const sheets = new Sheets();
  return {
    name: transport.name,
    open: async (signal) => pressSession(await transport.open(signal), impressions, sheets),
  };
}

function pressSession(session: Session, impressions: Impressions, sheets: Sheets): PressSession {
  return {
    depth: session.depth,
    offersUtf8: session.offersUtf8,
    ended: session.ended,
    get usable() {
      return session.usable;
    },
    async submit(reader) {
      const { sheet, free } = sheets.take();
      const outcome = await handOver(session, impressions.of(reader, sheet), free);
      free();
      return outcome;
    },
    close: () => session.close(),
  };
}

async function handOver(
  session: Session,
  message: Message | Unmade,
  free: () => void,
): Promise<PressOutcome> {
  if (typeof message === "string") return { status: "skipped", reason: message };
  if (message.envelope.needsUtf8 && !session.offersUtf8)
    return { status: "skipped", reason: "needs-smtputf8" };
  return session.submit(message, free);
}

/** The messages of one press. One bad row must not stop the readers behind it, and a bug must not skip them all. */
class Impressions {
  readonly #templates: ReadonlyMap<string, MessageTemplate>;
  /** How many in a row could not be made of their values. */
  #unmade = 0;

  constructor(templates: ReadonlyMap<string, MessageTemplate>) {
    this.#templates = templates;
  }

  /** Why there can be none for this reader, or the message. Throws PressFault when it is not only this reader's. */
  of(reader: Started, sheet: Sheet): Message | Unmade {
    const template = this.#templates.get(reader.variant);
    if (template === undefined) throw unmade(new Error(`the mailing has no edition for "${reader.variant}"`));
    try {
      const message = personalize(template, reader, sheet);
      this.#unmade = 0;
      return message;
    } catch (cause) {
      if (cause instanceof LetterpressError) return "bad-address";
      this.#unmade += 1;
      if (this.#unmade >= mostUnmade || !canBeMade(template)) throw unmade(cause);
      return "bad-values";
    }
  }
}

/** For a reader without values; when there is no message for this one either, it is not the reader's values. */
function canBeMade(template: MessageTemplate): boolean {
  try {
    personalize(template, { ...nobody, variant: "" });
    return true;
  } catch {
    return false;
  }
}

function unmade(cause: unknown): PressFault {
  return new PressFault("a message could not be made", { cause });
}

const mostUnmade = 10;
const nobody = { subscriber: 1, email: "nobody@example.org", fields: {}, unsubscribeToken: "token" } as const;
