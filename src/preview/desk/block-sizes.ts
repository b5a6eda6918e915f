import { gmailShows } from "../../check/gmail-limits.ts";
import { styleBytes } from "../../check/rules/gmail-styles.ts";
import { personalView } from "../../message/personal-view.ts";
import type { Edition } from "../../model/edition.ts";
import { type Extent, segmentsOf } from "../mail/block-marks.ts";
import type { OpenIssue, Proof } from "./desk.ts";
import { previewKey } from "./impression.ts";
import type { SampleReader } from "./sample-readers.ts";

/** How large the HTML of one reader's mail is, in bytes. */
export interface MailSize {
  readonly total: number;
  /** Everything around the blocks. */
  readonly frame: number;
  readonly styles: number;
  /** In the order of the page: before, between and after the blocks are parts of the frame. */
  readonly parts: readonly MailPart[];
  /** The index of the first part that Gmail does not show to its end. */
  readonly cut?: number;
}

export interface MailPart {
  /** The number of the block's extent; undefined of the frame. */
  readonly block?: number;
  readonly bytes: number;
}

/** Measures what this reader gets; `edition` is the one for them. */
export function mailSize(
  { list, proof }: Pick<OpenIssue, "list"> & { readonly proof: Proof },
  { recipient }: SampleReader,
  edition: Edition,
): MailSize {
  const mailing = { issue: proof.issue.id, list: list.id };
  const bytesOf = (extent: Extent) => {
    const part = { ...edition, subject: [], preheader: [], text: [], html: segmentsOf(edition.html, extent) };
    return Buffer.byteLength(personalView(part, proof.sender, mailing, previewKey, recipient).html);
  };
  const extents = proof.extents.get(edition.variant) ?? [];
  const between = (index: number) => ({
    start: extents[index - 1]?.end ?? 0,
    end: extents[index]?.start ?? Number.MAX_SAFE_INTEGER,
  });
  const parts: MailPart[] = extents.flatMap((extent, block) => [
    { bytes: bytesOf(between(block)) },
    { block, bytes: bytesOf(extent) },
  ]);
  parts.push({ bytes: bytesOf(between(extents.length)) });
  const cut = parts.findIndex((_, index) => sumOf(parts.slice(0, index + 1)) > gmailShows);
  return {
    total: sumOf(parts),
    frame: sumOf(parts.filter(({ block }) => block === undefined)),
    styles: styleBytes(edition.html),
    parts,
    ...(cut < 0 ? {} : { cut }),
  };
}

function sumOf(parts: readonly { readonly bytes: number }[]): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}
