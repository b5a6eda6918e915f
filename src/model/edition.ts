import { createHash } from "node:crypto";

/** Where a slot stands, which decides how its value is escaped. */
export const places = ["text", "attribute", "url", "plain"] as const;
/**
 * `text`: HTML text. `attribute`: a quoted HTML attribute that is not a URL. `url`: inside a URL, in a quoted HTML
 * attribute or in plain text. `plain`: the plain-text part, the subject, or any other place that is not HTML.
 */
export type Place = (typeof places)[number];

/** The links that differ from reader to reader. */
export const linkNames = ["unsubscribe", "preferences", "webVersion"] as const;
export type LinkName = (typeof linkNames)[number];

/** What fills a slot: a field of the reader, a link of the reader's own, or the reader's link to vote. */
export type SlotValue =
  | { readonly kind: "field"; readonly name: string; readonly fallback: string }
  | { readonly kind: "link"; readonly name: LinkName }
  | { readonly kind: "vote"; readonly poll: string; readonly option: string };

export interface Slot {
  readonly value: SlotValue;
  readonly place: Place;
}

/** Text in which slots are still open. Neighbouring strings are joined, no string is empty. */
export type Segments = readonly (string | Slot)[];

/** A picture that travels with the message; the HTML names it as `cid:<cid>`. */
export interface Attachment {
  readonly cid: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** A picture that mail programs fetch from the newsletter's site; it must be there before a message goes out. */
export interface Asset {
  /** Below the archive's folder and below the site alike: `assets/kings-0123456789ab.png`. */
  readonly path: string;
  readonly url: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/**
 * A poll as it is asked, so that who votes sees the question that the mail had, whatever the file says later.
 */
export interface PolledQuestion {
  readonly id: string;
  readonly question: Segments;
  readonly options: readonly { readonly id: string; readonly title: Segments }[];
}

/** A rendered issue with slots still open: what one group of readers gets. */
export interface Edition {
  /** `all` while an issue has one variant. */
  readonly variant: string;
  readonly language: string;
  readonly subject: Segments;
  readonly preheader: Segments;
  readonly html: Segments;
  readonly text: Segments;
  readonly attachments: readonly Attachment[];
  /** Left out where there is none. */
  readonly polls?: readonly PolledQuestion[];
  /** SHA-256 of all the above in hexadecimal: two editions with one digest are the same to the byte. */
  readonly digest: string;
}

/** Completes an edition with its digest. */
export function editionOf(content: Omit<Edition, "digest">): Edition {
  return { ...content, digest: createHash("sha256").update(serialise(content)).digest("hex") };
}

/** One JSON text for an edition, for the store; `parseEdition` reads it. The same edition gives the same text. */
export function serialiseEdition(edition: Edition): string {
  return serialise(edition);
}

/** Reads what `serialiseEdition` wrote; throws when the content does not have the digest it was stored under. */
export function parseEdition(text: string, digest: string): Edition {
  const stored = JSON.parse(text) as Omit<Edition, "digest" | "attachments"> & {
    attachments: readonly (Omit<Attachment, "bytes"> & { bytes: string })[];
  };
  const attachments = stored.attachments.map((one) => ({ ...one, bytes: Buffer.from(one.bytes, "base64") }));
  const edition = editionOf({ ...stored, attachments });
  if (edition.digest !== digest)
    throw new Error(`the stored edition ${digest} has been changed since it was stored`);
  return edition;
}

function serialise(content: Omit<Edition, "digest">): string {
  const { variant, language, subject, preheader, html, text, polls } = content;
  const attachments = content.attachments.map(({ cid, filename, contentType, bytes }) => ({
    cid,
    filename,
    contentType,
    bytes: bytes.toString("base64"),
  }));
  return JSON.stringify({ variant, language, subject, preheader, html, text, attachments, polls });
}

/** Text with its slots filled by `fill`. */
export function fillSegments(segments: Segments, fill: (slot: Slot) => string): string {
  return segments.map((segment) => (typeof segment === "string" ? segment : fill(segment))).join("");
}
