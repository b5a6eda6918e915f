import { LetterpressError } from "../base/errors.ts";
import type { MessageTemplate } from "../message/message-template.ts";
import { personalize } from "../message/personalize.ts";
import type { SkipReason } from "../model/mailing.ts";
import type { Message } from "../model/message.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Started } from "../store/ledger.ts";
import type { Session, Transport } from "../transport/transport.ts";

/**
 * Where readers become messages on their way: a transport that takes the reader and not the message. So a slot need not know
 * what an impression is made of, nor in which thread.
 */
export type Press = Transport<Started, PressOutcome>;
export type PressSession = Session<Started, PressOutcome>;

/** What became of one reader's message. `skipped`: there can be none for this reader; no byte of it was sent. */
export type PressOutcome =
  | Outcome
  | { readonly status: "skipped"; readonly reason: Extract<SkipReason, "bad-address" | "needs-smtputf8"> };

/** A message could not be made, for a reason that would hit every reader: a bug of ours. No byte of it was sent. */
export class PressFault extends Error {
  override readonly name = "PressFault";
}

/** Makes the message in this thread, right before it is handed to a session of `transport`. */
export function pressed(transport: Transport, templates: ReadonlyMap<string, MessageTemplate>): Press {
  return {
    name: transport.name,
    open: async (signal) => pressSession(await transport.open(signal), templates),
  };
}

export function pressSession(
  session: Session,
  templates: ReadonlyMap<string, MessageTemplate>,
): PressSession {
  return {
    depth: session.depth,
    offersUtf8: session.offersUtf8,
    ended: session.ended,
    get usable() {
      return session.usable;
    },
    async submit(reader) {
      const message = messageFor(reader, templates);
      if (message === undefined) return { status: "skipped", reason: "bad-address" };
      if (message.envelope.needsUtf8 && !session.offersUtf8)
        return { status: "skipped", reason: "needs-smtputf8" };
      return session.submit(message);
    },
    close: () => session.close(),
  };
}

/** Undefined when there can be none for this reader: one bad row must not stop the readers behind it. */
function messageFor(reader: Started, templates: ReadonlyMap<string, MessageTemplate>): Message | undefined {
  try {
    const template = templates.get(reader.variant);
    if (template === undefined) throw new Error(`the mailing has no edition for "${reader.variant}"`);
    return personalize(template, reader);
  } catch (cause) {
    if (cause instanceof LetterpressError) return undefined;
    throw new PressFault("a message could not be made", { cause });
  }
}
