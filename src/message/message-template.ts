import type { Envelope } from "../model/message.ts";
import type { Recipient } from "../model/subscriber.ts";
import type { SlotSource } from "./slot-value.ts";

/** One reader as the fillers see them. */
export interface Reader extends SlotSource {
  readonly recipient: Recipient;
  readonly envelope: Envelope;
  /** With its angle brackets. */
  readonly messageId: string;
}

/** Makes the wire form of one slot for one reader: a string with one character for each octet (latin1). */
export type Filler = (reader: Reader) => string;

/**
 * The MIME message of an edition, encoded once. Between two literals stands a gap; every gap is filled with what one of
 * the fillers makes, and gaps with the same content share a filler.
 */
export interface MessageTemplate {
  /** What all readers share, in bytes: a message is this long plus what its gaps hold. */
  readonly literalBytes: number;
  /** In the order of the wire, one more than there are gaps. */
  readonly literals: readonly Buffer[];
  /** For each gap, the index of its filler. */
  readonly gaps: readonly number[];
  readonly fillers: readonly Filler[];
  /** For each filler, whether one of its gaps may stand at the start of a line. */
  readonly startsLine: readonly boolean[];
  /** When messages are signed. Its bytes are among `literalBytes` and stand before all others. */
  readonly seal?: Seal;
  /** Throws LetterpressError for an address that must not reach a header. */
  readerOf(recipient: Recipient): Reader;
}

/** Signs every message of one template. */
export interface Seal {
  /** The length of all signature headers together; they are the first of the message. */
  readonly bytes: number;
  /**
   * Writes the signature headers over the first `bytes` of `message`, which holds everything else already. `filled` is
   * what each filler of the template made for this reader.
   */
  write(message: Buffer, filled: readonly string[]): void;
}

/** Wire text in the making: literals, and fillers where a reader's own text stands. */
export type Pieces = readonly (string | Filler)[];

/**
 * Joins neighbouring literals and gives each filler a number; the same function is the same filler. Proves once what
 * every message would otherwise be looked through for: throws when a literal starts a line with a dot, or the last line
 * has no end.
 *
 * Of the gaps it tells which may start a line: those behind a line end, and those behind another gap, which may be
 * empty or end a line. What stands there is quoted-printable, which has no dot at the start of a line; the gaps of
 * headers stand behind a name or a bracket, where a dot is a letter like others, and what folds in them begins with a
 * space.
 */
export function assemble(pieces: Pieces): Omit<MessageTemplate, "readerOf" | "seal"> {
  const literals: Buffer[] = [];
  const gaps: number[] = [];
  const fillers: Filler[] = [];
  const startsLine: boolean[] = [];
  let literal: string[] = [];
  const closeLiteral = () => {
    const text = literal.join("");
    literals.push(Buffer.from(text, "latin1"));
    literal = [];
    return text;
  };
  for (const piece of pieces) {
    if (typeof piece === "string") {
      literal.push(piece);
      continue;
    }
    const before = closeLiteral();
    if (!fillers.includes(piece)) fillers.push(piece);
    const filler = fillers.indexOf(piece);
    gaps.push(filler);
    startsLine[filler] ||= before === "" || before.endsWith("\n");
  }
  closeLiteral();
  literals.forEach(assertNoDot);
  if (!literals.at(-1)?.subarray(-2).equals(lineEnd)) throw new Error("A message ends with a complete line.");
  const literalBytes = literals.reduce((sum, one) => sum + one.length, 0);
  return { literalBytes, literals, gaps, fillers, startsLine };
}

/** Not at its own start either: what stands before it may end a line. */
function assertNoDot(literal: Buffer): void {
  if (literal[0] === 46 || literal.includes("\n."))
    throw new Error("No line of a message starts with a dot.");
}

const lineEnd = Buffer.from("\r\n");
