/**
 * Quoted-printable (RFC 2045 section 6.7) for a piece of text that starts at column 0. What follows the piece must
 * start at column 0 as well: behind a line end, or behind `softBreak`. Then pieces can be encoded apart and put
 * together. Lines have at most 75 characters, so that there is always room for the `=` of a soft break. No line starts
 * with a dot (it would need dot-stuffing) or with `From ` (mailboxes on disk would quote it), white space at the end of
 * a line is encoded (relays strip it), and `=_` never occurs, so a boundary with `=_` is safe.
 */
export function encodeQuotedPrintable(text: string): string {
  if (text.length <= lineRoom && plainLine.test(text)) return text;
  return wireText(text).split("\n").map(encodeLine).join("\r\n");
}

/** Ends a line of quoted-printable without ending the line of text. */
export const softBreak = "=\r\n";

/** Text as it will be decoded: each kind of line end is one line feed, and what UTF-8 cannot say is U+FFFD. */
export function wireText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n");
}

const lineRoom = 75;

// No "=", no first dot or space, no last space, no "From ": such a text is its own encoding.
const plainLine = /^(?!From )[!-\-/-<>-~](?:[ -<>-~]*[!-<>-~])?$/;

function encodeLine(line: string): string {
  return foldedPlain(line) ?? encodeBytes(line);
}

/** A long line of which no character needs encoding, as the links of readers are; undefined when one does after all. */
function foldedPlain(line: string): string | undefined {
  if (!plainLine.test(line)) return undefined;
  let folded = line.slice(0, lineRoom);
  for (let start = lineRoom; start < line.length; start += lineRoom) {
    // Where a new line begins a dot needs encoding, and "From " does; a space at the end of one does not.
    if (line[start] === "." || line[start] === "F") return undefined;
    folded += softBreak + line.slice(start, start + lineRoom);
  }
  return folded;
}

function encodeBytes(line: string): string {
  const bytes = Buffer.from(line);
  let encoded = "";
  let column = 0;
  // By index: an iterator is much slower here, and this runs for the values of every reader.
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    let character = isLiteral(byte, index === bytes.length - 1) ? String.fromCharCode(byte) : triplet(byte);
    if (column + character.length > lineRoom) {
      encoded += softBreak;
      column = 0;
    }
    if (column === 0 && (byte === dot || startsFrom(bytes, index))) character = triplet(byte);
    encoded += character;
    column += character.length;
  }
  return encoded;
}

function isLiteral(byte: number, isLast: boolean): boolean {
  if (byte === space || byte === tab) return !isLast;
  return byte > space && byte < 0x7f && byte !== equals;
}

function startsFrom(bytes: Buffer, index: number): boolean {
  return bytes[index] === 0x46 && bytes.toString("latin1", index, index + 5) === "From ";
}

function triplet(byte: number): string {
  return `=${hexDigits[byte >> 4]}${hexDigits[byte & 15]}`;
}

const hexDigits = "0123456789ABCDEF";
const tab = 0x09;
const space = 0x20;
const dot = 0x2e;
const equals = 0x3d;
