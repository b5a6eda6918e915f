import type { Instant } from "../../base/clock.ts";
import type { Signer } from "./signer.ts";

/** The DKIM-Signature of one signer, the same for all readers but for two values whose place and length are known. */
export interface SignatureHeader {
  /** With room for both values, folded, with its line end. */
  readonly wire: Buffer;
  readonly bodyHashAt: number;
  /** Where the lines of the signature stand, and how much of it each holds. */
  readonly signatureAt: readonly { readonly at: number; readonly from: number; readonly to: number }[];
  /** What is signed of this header itself: `signedStart`, the body hash, `signedEnd` (RFC 6376 section 3.7). */
  readonly signedStart: string;
  readonly signedEnd: string;
}

/** Lines have at most 76 characters, unless a domain is longer; none starts with a dot. */
export function signatureHeader(signer: Signer, date: Instant, names: readonly string[]): SignatureHeader {
  const { algorithm, domain, selector } = signer;
  const list = names.map((name, index) => `${name}${index + 1 < names.length ? ":" : ";"}`);
  const [first = "", ...others] = list;
  const start = folded([
    "DKIM-Signature:",
    " v=1;",
    ` a=${algorithm};`,
    " c=relaxed/simple;",
    ` d=${domain};`,
    ` s=${selector};`,
    ` t=${Math.floor(date / 1000)};`,
    ` h=${first}`,
    ...others,
    ` bh=${bodyHashRoom};`,
  ]);
  const lead = `${start}\r\n b=`;
  const signature = Math.ceil(signer.signatureBytes / 3) * 4;
  const { text, lines } = signatureLines(lead, signature);
  if (text.includes("\n.")) throw new Error("No line of a signature starts with a dot.");
  const [signedStart = "", signedEnd = ""] = relaxed(lead).split(bodyHashRoom);
  return {
    wire: Buffer.from(`${text}\r\n`, "latin1"),
    bodyHashAt: lead.indexOf(bodyHashRoom),
    signatureAt: lines,
    signedStart,
    signedEnd,
  };
}

const lineLength = 76;
// As long as a SHA-256 in base64, and in no tag's value.
const bodyHashRoom = "?".repeat(44);

/** A fold may stand before each part, where RFC 6376 section 3.5 allows white space. */
function folded(parts: readonly string[]): string {
  let text = "";
  let column = 0;
  for (const part of parts) {
    const fits = column + part.length <= lineLength;
    const added = fits ? part : ` ${part.trimStart()}`;
    text += fits ? added : `\r\n${added}`;
    column = fits ? column + added.length : added.length;
  }
  return text;
}

function signatureLines(
  lead: string,
  length: number,
): { text: string; lines: SignatureHeader["signatureAt"] } {
  const lines: { at: number; from: number; to: number }[] = [];
  let text = lead;
  for (let from = 0; from < length; ) {
    if (from > 0) text += "\r\n ";
    const column = text.length - text.lastIndexOf("\n") - 1;
    const to = Math.min(length, from + lineLength - column);
    lines.push({ at: text.length, from, to });
    text += "?".repeat(to - from);
    from = to;
  }
  return { text, lines };
}

/** The signature counts as empty, and has no line end (RFC 6376 section 3.7). */
function relaxed(lead: string): string {
  return lead.replace(/\r\n /g, " ").replace(/^DKIM-Signature: /, "dkim-signature:");
}
