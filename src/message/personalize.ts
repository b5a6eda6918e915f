import type { Message } from "../model/message.ts";
import type { Recipient } from "../model/subscriber.ts";
import type { MessageTemplate } from "./message-template.ts";
import type { Sheet } from "./sheet.ts";

/**
 * Pulls one impression: the message for one reader. Pure: the same template and recipient give the same bytes.
 * Only the slots are encoded here; the literals are copied into one buffer of exactly the right length, and
 * signed where they lie. With a `sheet` they lie in that, and are the message's until the sheet is used again.
 * Throws LetterpressError when the recipient's address is not in the form in which the store keeps addresses.
 */
export function personalize(template: MessageTemplate, recipient: Recipient, sheet?: Sheet): Message {
  const { literals, literalBytes, gaps, fillers, startsLine, seal } = template;
  const reader = template.readerOf(recipient);
  const filled = fillers.map((fill) => fill(reader));
  for (const [index, text] of filled.entries()) assertNoDot(text, startsLine[index] === true);
  let length = literalBytes;
  for (const gap of gaps) length += filled[gap]?.length ?? 0;
  const bytes = sheet === undefined ? Buffer.allocUnsafe(length) : sheet.of(length);
  let end = seal?.bytes ?? 0;
  for (const [index, literal] of literals.entries()) {
    bytes.set(literal, end);
    end += literal.length;
    const gap = gaps[index];
    if (gap !== undefined) end += bytes.write(filled[gap] ?? "", end, "latin1");
  }
  seal?.write(bytes, filled);
  return { envelope: reader.envelope, messageId: reader.messageId, bytes, proven: true };
}

/**
 * With what `assemble` has proven of the literals, no line of the message starts with a dot. The fillers are made so
 * that none can; a message that had one all the same would end there for the relay, and the rest would speak as
 * commands.
 */
function assertNoDot(filled: string, startsLine: boolean): void {
  if ((startsLine && filled.startsWith(".")) || filled.includes("\n."))
    throw new Error(`A slot would start a line with a dot: ${JSON.stringify(filled.slice(0, 80))}.`);
}
