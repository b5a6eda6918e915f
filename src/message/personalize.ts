import type { Message } from "../model/message.ts";
import type { Recipient } from "../model/subscriber.ts";
import type { MessageTemplate } from "./message-template.ts";

/**
 * Pulls one impression: the message for one reader. Pure: the same template and recipient give the same bytes.
 * Only the slots are encoded here; the literals are copied into one buffer of exactly the right length, and
 * signed where they lie.
 * Throws LetterpressError when the recipient's address is not in the form in which the store keeps addresses.
 */
export function personalize(template: MessageTemplate, recipient: Recipient): Message {
  const reader = template.readerOf(recipient);
  const filled = template.fillers.map((fill) => fill(reader));
  const gaps = template.gaps.map((filler) => filled[filler] ?? "");
  const bytes = Buffer.allocUnsafe(gaps.reduce((sum, gap) => sum + gap.length, template.literalBytes));
  let end = template.seal?.bytes ?? 0;
  for (const [index, literal] of template.literals.entries()) {
    end += literal.copy(bytes, end);
    const gap = gaps[index];
    if (gap !== undefined) end += bytes.write(gap, end, "latin1");
  }
  template.seal?.write(bytes, filled);
  return { envelope: reader.envelope, messageId: reader.messageId, bytes };
}
