import type { Message } from "../model/message.ts";

/**
 * Throws when a message breaks what `Message` promises: that is a bug of ours, found before anything is written.
 * A line break in an address is a second recipient, and a dot at the start of a line ends the message and lets the rest
 * speak as commands. Looking for those takes 8 µs for 100 KB, so who makes thousands of messages proves it beforehand.
 */
export function assertSendable({ envelope, bytes, proven }: Message): void {
  for (const address of [envelope.from, envelope.to]) {
    const allowed = envelope.needsUtf8 ? utf8Path : asciiPath;
    if (!allowed.test(address))
      throw new Error(`Not an address for an envelope: ${JSON.stringify(address)}.`);
  }
  if (envelope.to === "") throw new Error("A message needs a recipient.");
  if (proven !== true) assertLines(bytes);
}

function assertLines(bytes: Buffer): void {
  const end = bytes.length;
  if (end < 2 || bytes[end - 2] !== 13 || bytes[end - 1] !== 10)
    throw new Error("A message ends with a complete line.");
  if (bytes[0] === dot || bytes.includes(dotAfterLineEnd))
    throw new Error("No line of a message starts with a dot.");
}

// No white space, control characters or angle brackets: each of them could become a second command or recipient.
const asciiPath = /^[\x21-\x3b\x3d\x3f-\x7e]*$/;
const utf8Path = /^[^\p{Cc}\p{Z}<>]*$/u;
const dot = 46;
const dotAfterLineEnd = Buffer.from("\n.");
