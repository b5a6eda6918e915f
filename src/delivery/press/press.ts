import { LetterpressError } from "../../base/errors.ts";
import type { MessageTemplate } from "../../message/message-template.ts";
import { personalize } from "../../message/personalize.ts";
import type { SkipReason } from "../../model/mailing.ts";
import { Sheet } from "../../message/sheet.ts";
import type { Message } from "../../model/message.ts";
import type { Outcome } from "../../model/outcome.ts";
import type { Started } from "../../store/ledger.ts";
import type { Session, Transport } from "../../transport/transport.ts";

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
  const sheets: Sheet[] = [];
  return {
    depth: session.depth,
    offersUtf8: session.offersUtf8,
    ended: session.ended,
    get usable() {
      return session.usable;
    },
    async submit(reader) {
      const sheet = sheets.pop() ?? new Sheet();
      const message = messageFor(reader, templates, sheet);
      if (message === undefined) return { status: "skipped", reason: "bad-address" };
      if (message.envelope.needsUtf8 && !session.offersUtf8)
        return { status: "skipped", reason: "needs-smtputf8" };
      const outcome = await session.submit(message);
      // Only then: with a depth above 1 others are on their way, each in a sheet of its own.
      sheets.push(sheet);
      return outcome;
    },
    close: () => session.close(),
  };
}

/** Undefined when there can be none for this reader: one bad row must not stop the readers behind it. */
function messageFor(
  reader: Started,
  templates: ReadonlyMap<string, MessageTemplate>,
  sheet: Sheet,
): Message | undefined {
  try {
    const template = templates.get(reader.variant);
    if (template === undefined) throw new Error(`the mailing has no edition for "${reader.variant}"`);
    return personalize(template, reader, sheet);
  } catch (cause) {
    if (cause instanceof LetterpressError) return undefined;
    throw new PressFault("a message could not be made", { cause });
  }
}
