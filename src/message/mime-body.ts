import type { Attachment, Edition, Segments, Slot } from "../model/edition.ts";
import type { Filler, Pieces } from "./message-template.ts";
import { encodeQuotedPrintable, softBreak } from "./quoted-printable.ts";
import { slotValue } from "./slot-value.ts";

/** A MIME entity: its Content-Type, the other headers of the part, and its body without a last line end. */
interface Part {
  readonly contentType: string;
  readonly headers: readonly string[];
  readonly body: Pieces;
}

/**
 * The body of the message and its Content-Type: text first, then HTML, since readers show the last part they can
 * (RFC 2046 section 5.1.4). Pictures travel beside the HTML that shows them (RFC 2387).
 */
export function mimeBody(edition: Edition): Pick<Part, "contentType" | "body"> {
  const fillers = new Map<string, Filler>();
  const text = textPart("text/plain", edition.text, fillers);
  const html = textPart("text/html", edition.html, fillers);
  const shown =
    edition.attachments.length === 0
      ? html
      : multipart("related", edition, [html, ...edition.attachments.map(picturePart)]);
  const whole = multipart("alternative", edition, [text, shown]);
  return { contentType: whole.contentType, body: [...whole.body, "\r\n"] };
}

function multipart(subtype: "alternative" | "related", edition: Edition, parts: readonly Part[]): Part {
  // "=_" occurs in no quoted-printable and "_" in no base64, so no content can hold the boundary.
  const boundary = `=_${edition.digest.slice(0, 32)}_${subtype}`;
  const type = subtype === "related" ? '; type="text/html"' : "";
  return {
    contentType: `multipart/${subtype}${type};\r\n boundary="${boundary}"`,
    headers: [],
    body: [...parts.flatMap((part) => [`--${boundary}\r\n`, ...entity(part), "\r\n"]), `--${boundary}--`],
  };
}

function entity(part: Part): Pieces {
  const headers = [`Content-Type: ${part.contentType}`, ...part.headers];
  return [`${headers.join("\r\n")}\r\n\r\n`, ...part.body];
}

function textPart(contentType: string, segments: Segments, fillers: Map<string, Filler>): Part {
  return {
    contentType: `${contentType}; charset=utf-8`,
    headers: ["Content-Transfer-Encoding: quoted-printable"],
    body: encodeSegments(segments, fillers),
  };
}

/**
 * Puts a soft break before and after each slot where the line does not end anyway, so that literals and values start at
 * column 0 and can be encoded apart. Slots with the same content share a filler through `fillers`.
 */
function encodeSegments(segments: Segments, fillers: Map<string, Filler>): Pieces {
  const pieces: (string | Filler)[] = [];
  let afterSlot = false;
  let midLine = false;
  for (const segment of segments) {
    const isText = typeof segment === "string";
    const encoded = isText ? encodeQuotedPrintable(segment) : fillerOf(segment, fillers);
    const breaks = typeof encoded === "string" ? afterSlot && !encoded.startsWith("\r\n") : midLine;
    if (breaks) pieces.push(softBreak);
    pieces.push(encoded);
    afterSlot = !isText;
    midLine = typeof encoded !== "string" || (encoded !== "" && !encoded.endsWith("\r\n"));
  }
  return pieces;
}

function fillerOf(slot: Slot, fillers: Map<string, Filler>): Filler {
  const key = JSON.stringify(slot);
  const filler = fillers.get(key) ?? ((reader) => encodeQuotedPrintable(slotValue(slot, reader)));
  fillers.set(key, filler);
  return filler;
}

function picturePart(picture: Attachment): Part {
  return {
    contentType: headerToken(picture.contentType),
    headers: [
      "Content-Transfer-Encoding: base64",
      `Content-ID: <${headerToken(picture.cid)}>`,
      `Content-Disposition: inline;\r\n ${filenameParameter(picture.filename)}`,
    ],
    body: [picture.bytes.toString("base64").replace(/.{76}(?=.)/g, "$&\r\n")],
  };
}

// Both come from our own renderer; a line break or bracket in them is a bug there and must not become a header.
function headerToken(value: string): string {
  if (!/^[A-Za-z0-9@!#$&^_.+/-]+$/.test(value))
    throw new Error(`"${value}" cannot stand in a header of a part`);
  return value;
}

/**
 * RFC 2231 for names outside ASCII. 80 UTF-16 units are at most 720 characters encoded, well under the 998 of a line.
 */
function filenameParameter(filename: string): string {
  const name = filename.slice(-80).toWellFormed();
  if (/^[A-Za-z0-9._ -]+$/.test(name)) return `filename="${name}"`;
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
  return `filename*=UTF-8''${encoded}`;
}
