import { isAscii, isUtf8 } from "node:buffer";

/** A file as text, in blocks of any size that join without a gap. */
export interface TextFile {
  /** `utf-8`, `utf-16le`, `windows-1252` …, as the Encoding Standard of the web names them. */
  readonly encoding: string;
  readonly blocks: AsyncGenerator<TextBlock, void, undefined>;
}

export type TextBlock =
  | { readonly status: "text"; readonly text: string }
  /** The next line is not UTF-8; always the last. `sample` is a word of it as Windows-1252 would have it. */
  | { readonly status: "not-utf8"; readonly sample: string };

/**
 * Opens a file of bytes as text. Without an `encoding` it is what the byte order mark says, or UTF-16 when every other
 * of its first bytes is zero, or UTF-8. Nothing else is guessed: a wrong guess writes wrong names into the store, and
 * nobody sees it.
 */
export async function openText(source: AsyncIterable<Buffer | string>, encoding?: string): Promise<TextFile> {
  const chunks = bytesOf(source);
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 4) {
    const { value, done } = await chunks.next();
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  const found = encoding ?? encodingOf(head);
  const whole = withHead(head, chunks);
  return { encoding: found, blocks: found === "utf-8" ? utf8Blocks(whole) : decoded(whole, found) };
}

/** The name of an encoding as this machine knows it (`latin1` is `windows-1252` on the web), or undefined. */
export function knownEncoding(named: string): string | undefined {
  try {
    return new TextDecoder(named).encoding;
  } catch {
    return undefined;
  }
}

async function* bytesOf(source: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of source) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}

async function* withHead(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  yield head;
  yield* rest;
}

function encodingOf(head: Buffer): string {
  const [first = 1, second = 1, third = 1, fourth = 1] = head;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return "utf-16le";
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return "utf-16be";
  return "utf-8";
}

/** What no character stands for becomes U+FFFD; a byte order mark is left out. */
async function* decoded(
  chunks: AsyncIterable<Buffer>,
  encoding: string,
): AsyncGenerator<TextBlock, void, undefined> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield { status: "text", text: decoder.decode(chunk, { stream: true }) };
  yield { status: "text", text: decoder.decode() };
}

async function* utf8Blocks(chunks: AsyncIterable<Buffer>): AsyncGenerator<TextBlock, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of chunks) {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (isFirst && bytes.subarray(0, 3).equals(byteOrderMark)) bytes = bytes.subarray(3);
    isFirst = false;
    const cut = wholeCharacters(bytes);
    const block = bytes.subarray(0, cut);
    rest = bytes.subarray(cut);
    if (isAscii(block)) yield { status: "text", text: block.toString("latin1") };
    else if (isUtf8(block)) yield { status: "text", text: block.toString("utf8") };
    else return yield* upToFault(block);
  }
  if (rest.length > 0) yield { status: "not-utf8", sample: sampleOf(rest) };
}

/** How many bytes there are before a character at the end that is not whole. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

function* upToFault(block: Buffer): Generator<TextBlock, void, undefined> {
  let from = 0;
  for (;;) {
    const next = block.indexOf(lineFeed, from) + 1 || block.length;
    const line = block.subarray(from, next);
    if (!isUtf8(line)) {
      yield { status: "text", text: block.toString("utf8", 0, from) };
      return yield { status: "not-utf8", sample: sampleOf(line) };
    }
    from = next;
  }
}

/** The first word of a line with a character beyond ASCII. */
function sampleOf(line: Buffer): string {
  const text = new TextDecoder("windows-1252").decode(line.subarray(0, 65_536));
  return /[^\s,;"]*[^\x00-\x7f][^\s,;"]*/.exec(text)?.[0].slice(0, 40) ?? "";
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const lineFeed = 0x0a;
