import { isCalendarDay, isoInstant } from "../../base/clock.ts";
import type { Instant } from "../../base/clock.ts";
import { decodeEntities, scanHtml } from "../../base/scan-html.ts";
import { withPictureUrls } from "../../message/picture-urls.ts";
import { publicView } from "../../message/public-view.ts";
import { assetPath } from "../../model/asset-path.ts";
import type { Attachment, Edition } from "../../model/edition.ts";
import type { ReadableMailing } from "../../store/mailings.ts";

/** An issue as the archive lists it. */
export interface PublicIssue {
  /** The issue's id. */
  readonly id: string;
  readonly mailing: number;
  readonly revision: number;
  readonly digest: string;
  readonly title: string;
  /** The preheader; may be empty. */
  readonly summary: string;
  readonly language: string;
  /** `YYYY-MM-DD`: that of the issue's name, otherwise of the mailing, in UTC. */
  readonly day: string;
  readonly publishedAt: Instant;
  /** Later than `publishedAt` when a corrected revision was sent. */
  readonly updatedAt: Instant;
  /** Never changes, whatever becomes of the site's address (RFC 4151). */
  readonly tag: string;
  /** Of its page, from the site's root: `/archive/2026-09-01-hello`. */
  readonly path: string;
  /** The site's address when it was sent, by which its hosted pictures are named. */
  readonly sentFrom: string;
  /** What travelled with its mails, by the name under which the archive has it. */
  readonly pictures: readonly PublicPicture[];
  /** The first picture in it, for what shows a card of the page. */
  readonly cover?: { readonly url: string; readonly alt: string };
}

/** A picture that travelled with each message, and lies in `assets/` of the archive. */
export interface PublicPicture {
  readonly cid: string;
  /** `assets/kings-0123456789ab.png` */
  readonly path: string;
}

/** `siteUrl` is the address of the site today. */
export function publicIssue(
  { mailing, revision, digest, madeAt }: ReadableMailing,
  edition: Edition,
  siteUrl: string,
): PublicIssue {
  const { subject, preheader, html } = publicView(edition);
  const { siteUrl: sentFrom, listId } = mailing.sender;
  const written = mailing.issue.slice(0, 10);
  const day = isCalendarDay(written) ? written : isoInstant(mailing.date).slice(0, 10);
  const pictures = edition.attachments.map(({ cid, ...file }) => ({ cid, path: pathOf(file) }));
  const cover = firstPicture(withPublicPictures(html, { pictures, sentFrom }, siteUrl), siteUrl);
  return {
    id: mailing.issue,
    mailing: mailing.id,
    revision,
    digest,
    title: subject,
    summary: preheader,
    language: edition.language,
    day,
    publishedAt: mailing.date,
    updatedAt: revision === 1 ? mailing.date : Math.max(madeAt, mailing.date),
    tag: `tag:${listId},${isoInstant(mailing.date).slice(0, 10)}:${encodeURIComponent(mailing.issue)}`,
    path: `/archive/${encodeURIComponent(mailing.issue)}`,
    sentFrom,
    pictures,
    ...(cover === undefined ? {} : { cover }),
  };
}

/** HTML of an issue with all its pictures below `site`, the address or the path that stands before `/assets/`. */
export function withPublicPictures(
  html: string,
  { pictures, sentFrom }: Pick<PublicIssue, "pictures" | "sentFrom">,
  site: string,
): string {
  const known = new Map(pictures.map(({ cid, path }) => [`cid:${cid}`, `${site}/${path}`]));
  const hosted = `${sentFrom}/assets/`;
  return withPictureUrls(html, (src) =>
    src.startsWith(hosted) ? `${site}/assets/${src.slice(hosted.length)}` : (known.get(src) ?? src),
  );
}

/** Where the archive has a picture that travelled with messages. */
export function pathOf({ filename, bytes, contentType }: Omit<Attachment, "cid">): string {
  return assetPath({ name: filename, bytes, contentType });
}

/** Decoration and pictures on other machines are no cover. */
function firstPicture(html: string, siteUrl: string): PublicIssue["cover"] {
  for (const piece of scanHtml(html)) {
    if (piece.kind !== "tag" || piece.name !== "img") continue;
    const said = (name: string) =>
      decodeEntities(piece.attributes.find((one) => one.name === name)?.value ?? "");
    if (said("src").startsWith(`${siteUrl}/assets/`) && said("alt") !== "")
      return { url: said("src"), alt: said("alt") };
  }
  return undefined;
}
