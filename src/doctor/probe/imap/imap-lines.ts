/** One response of an IMAP server (RFC 9051 section 4): its text, and the literals in it, which may hold anything. */
export interface ImapLine {
  /** Characters of Latin-1, `{12}` in the place of each literal. */
  readonly text: string;
  readonly literals: readonly Buffer[];
}

/**
 * Takes bytes as they come and gives responses as they are complete. Throws for a line or a literal that nobody would
 * send.
 */
export function imapLines(): (chunk: Buffer) => readonly ImapLine[] {
  let rest = Buffer.alloc(0);
  let text = "";
  let literals: Buffer[] = [];
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const lines: ImapLine[] = [];
    for (let end = rest.indexOf("\r\n"); end !== -1; end = rest.indexOf("\r\n")) {
      const piece = rest.toString("latin1", 0, end);
      const size = Number(/\{(\d{1,9})\}$/.exec(piece)?.[1] ?? -1);
      if (size > mostLiteral) throw new Error("the mail is too large");
      if (size >= 0 && rest.length < end + 2 + size) break;
      text += piece;
      if (size >= 0) literals.push(rest.subarray(end + 2, end + 2 + size));
      else {
        lines.push({ text, literals });
        text = "";
        literals = [];
      }
      rest = rest.subarray(end + 2 + Math.max(0, size));
    }
    if (rest.length > mostLiteral + mostLine) throw new Error("the answer has no end");
    return lines;
  };
}

const mostLiteral = 32 * 1024 * 1024;
const mostLine = 1024 * 1024;
