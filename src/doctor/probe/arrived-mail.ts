/** A mail as it arrived: bytes as characters of Latin-1, so that nothing of them is lost. */
export interface ArrivedMail {
  /** From the top down. */
  readonly headers: readonly ArrivedHeader[];
  /** With CRLF line ends. */
  readonly body: string;
}

export interface ArrivedHeader {
  /** In small letters. */
  readonly name: string;
  /** As it stands there, folds included, without its last line end. */
  readonly line: string;
  /** Unfolded, without spaces at its ends. */
  readonly value: string;
}

/**
 * Reads a mail. Programs that save one write line ends of their own, and a line "From …" before it as in an mbox: on
 * the wire both were otherwise, and that is what was signed.
 */
export function readMail(bytes: Buffer): ArrivedMail {
  const text = bytes
    .toString("latin1")
    .replace(/^\u00ef\u00bb\u00bf/, "")
    .replace(/^From [^\r\n]*\r?\n/, "");
  const wire = text.includes("\r\n") ? text : text.replaceAll("\n", "\r\n");
  const end = wire.indexOf("\r\n\r\n");
  const head = end === -1 ? wire.replace(/\r\n$/, "") : wire.slice(0, end);
  const lines = head.split(/\r\n(?![ \t])/).filter((line) => /^[!-9;-~]+[ \t]*:/.test(line));
  return {
    headers: lines.map((line) => {
      const colon = line.indexOf(":");
      const value = line
        .slice(colon + 1)
        .replace(/\r\n/g, "")
        .trim();
      return { name: line.slice(0, colon).trim().toLowerCase(), line, value };
    }),
    body: end === -1 ? "" : wire.slice(end + 4),
  };
}

/** Whether it begins with headers that mail has; everything else that people save has none of them. */
export function isMail(bytes: Buffer): boolean {
  const known = new Set(["from", "date", "message-id", "received"]);
  return readMail(bytes).headers.some(({ name }) => known.has(name));
}

export function valuesOfHeader({ headers }: ArrivedMail, name: string): readonly string[] {
  return headers.flatMap((header) => (header.name === name.toLowerCase() ? [header.value] : []));
}

/**
 * The address in a header such as From, in small letters; undefined when there is none, or several, or no end to it.
 */
export function addressIn(value: string): string | undefined {
  if (value.length > longestAddressHeader) return undefined;
  const bare = value.replace(/"(?:[^"\\]|\\.)*"/g, "").replace(/\([^()]*\)/g, "");
  const found = bare.split(/[\s<>,;:"]+/).filter((word) => /^[^@]+@[^@]+$/.test(word));
  return found.length === 1 ? found[0]?.toLowerCase() : undefined;
}

/** Characters. A line of a mail has 998 at most (RFC 5322 section 2.1.1), and a name and an address fit into one. */
const longestAddressHeader = 2_000;
