import type { Envelope } from "../../src/model/message.ts";
import { type Eml, type EmlPart, headerValue, leaves } from "./eml-reading.ts";

/** Rules about octets and lines: RFC 5322 section 2, RFC 5321 section 4.5.3.1.6, RFC 2047. */
export function wireFaults(eml: Eml, envelope: Envelope): readonly string[] {
  return [
    ...octetFaults(eml.wire),
    ...lineFaults(eml.wire),
    ...asciiFaults(eml, envelope),
    ...wordFaults(eml),
    ...eml.faults,
  ];
}

function octetFaults(wire: string): readonly string[] {
  return [
    ...(/\r(?!\n)/.test(wire) ? ["There is a bare CR."] : []),
    ...(/(?<!\r)\n/.test(wire) ? ["There is a bare LF."] : []),
    ...(wire.includes("\0") ? ["There is a NUL."] : []),
    ...(wire.endsWith("\r\n") ? [] : ["The last line is not complete."]),
  ];
}

function lineFaults(wire: string): readonly string[] {
  const lines = wire.split(/\r\n|\r|\n/);
  return [
    ...(lines.some((line) => line.length > 998) ? ["A line is over 998 octets."] : []),
    ...(lines.some((line) => line.startsWith("."))
      ? ["A line starts with a dot and would need dot-stuffing."]
      : []),
    ...(lines.some((line) => line.startsWith("From ")) ? ['A line starts with "From ".'] : []),
  ];
}

/** RFC 6532 lets only the reader's own address be UTF-8, and only when the envelope says so. */
function asciiFaults(eml: Eml, envelope: Envelope): readonly string[] {
  const head = envelope.needsUtf8 ? eml.head.replace(/^To:.*$/im, "") : eml.head;
  const body = eml.wire.slice(eml.head.length);
  return [
    ...(isAscii(head) ? [] : ["A header is not ASCII."]),
    ...(isAscii(body) ? [] : ["The body has an octet above 127 that is not encoded."]),
  ];
}

function isAscii(octets: string): boolean {
  return !/[\x80-\xff]/.test(octets);
}

function wordFaults(eml: Eml): readonly string[] {
  const words = [...eml.head.matchAll(/=\?([^?\s]*)\?([^?\s]*)\?([^?\s]*)\?=/g)];
  const lines = eml.head.split("\r\n").filter((line) => line.includes("=?"));
  const unread = eml.head.replace(/=\?[^?\s]*\?[^?\s]*\?[^?\s]*\?=/g, "").includes("=?");
  return [
    ...words.flatMap(([word, charset = "", coding = "", content = ""]) =>
      oneWordFaults(word, charset, coding, content),
    ),
    ...(lines.some((line) => line.length > 76) ? ["A line with an encoded word is over 76 octets."] : []),
    ...(unread ? ['A header has "=?" that starts no encoded word.'] : []),
    ...(/"[^"\r\n]*=\?[^"\r\n]*"/.test(eml.head) ? ["An encoded word stands between quotation marks."] : []),
    ...leaves(eml.root).flatMap(partWordFaults),
  ];
}

function oneWordFaults(word: string, charset: string, coding: string, content: string): readonly string[] {
  const octets = /^q$/i.test(coding) ? qOctets(content) : Buffer.from(content, "base64");
  return [
    ...(word.length > 75 ? [`The encoded word ${word} is over 75 octets.`] : []),
    ...(/^utf-8$/i.test(charset) ? [] : [`The encoded word ${word} is not UTF-8.`]),
    ...(/^[qb]$/i.test(coding) ? [] : [`The encoded word ${word} has an unknown encoding.`]),
    ...(isWholeUtf8(octets) ? [] : [`The encoded word ${word} does not hold whole code points.`]),
    ...(/[\0-\x1f\x7f]/.test(octets.toString("latin1"))
      ? [`The encoded word ${word} hides a control character.`]
      : []),
  ];
}

function qOctets(content: string): Buffer {
  const text = content.replace(/_/g, " ");
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );
}

function isWholeUtf8(octets: Buffer): boolean {
  return octets.equals(Buffer.from(octets.toString("utf8")));
}

// RFC 2047 section 5: never in a parameter, where file names stand.
function partWordFaults(part: EmlPart): readonly string[] {
  const names = ["content-type", "content-disposition"].map((name) => headerValue(part.headers, name) ?? "");
  return names.some((value) => value.includes("=?")) ? ["An encoded word stands in a MIME parameter."] : [];
}
