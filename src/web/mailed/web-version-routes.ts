import type { Context, Hono } from "hono";
import { personalView } from "../../message/personal-view.ts";
import { withPictureUrls } from "../../message/picture-urls.ts";
import type { Attachment } from "../../model/edition.ts";
import type { Archive } from "../archive/archive.ts";
import { endedLink } from "../page/ended-link.ts";
import { addRoute } from "../page/routes.ts";
import { showPage } from "../page/show-page.ts";
import { mailPolicy } from "../server/mail-policy.ts";
import type { PeerEnv } from "../server/peer.ts";
import type { Service } from "../service.ts";
import type { KeptEditions } from "./kept-editions.ts";
import { findMailedIssue, type MailedIssue } from "./mailed-issue.ts";

/**
 * `/m/<token>`: the mail as this reader got it, byte for byte but for the addresses of its pictures. Values of fields
 * are those of today. Whoever has the link sees what the mail shows, links of the reader included, so it is kept and
 * listed nowhere.
 */
export function addWebVersionRoutes(
  app: Hono<PeerEnv>,
  service: Service,
  parts: { readonly archive: Archive; readonly editions: KeptEditions },
): void {
  const { archive, editions } = parts;
  const find = (context: Context) =>
    findMailedIssue({ store: service.reads, editions }, "web", context.req.param("token") ?? "");
  addRoute(app, service, "/m/:token", {
    get: async (context) => {
      const found = await find(context);
      if (found.status !== "found") return notThere(context, service, archive, found);
      const { mailing, edition, recipient, key } = found;
      const { html } = personalView(edition, mailing.sender, mailing, key, recipient);
      const shown = withPictures(html, edition.attachments, {
        hosted: `${mailing.sender.siteUrl}/assets/`,
        site: service.site,
        token: (context.req.param("token") ?? "").toLowerCase(),
      });
      context.header("Content-Language", edition.language);
      return context.html(shown, 200, { "Content-Security-Policy": mailPolicy });
    },
  });
  addRoute(app, service, "/m/:token/:picture", {
    get: async (context) => {
      const found = await find(context);
      const number = /^(\d{1,4})\.\w+$/.exec(context.req.param("picture") ?? "")?.[1];
      const picture =
        found.status === "found" && number !== undefined
          ? found.edition.attachments[Number(number)]
          : undefined;
      if (picture === undefined) return notThere(context, service, archive, found);
      return context.body(new Uint8Array(picture.bytes), 200, {
        "Content-Type": picture.contentType,
        "Content-Security-Policy": "default-src 'none'; sandbox",
        // The page around it has no origin, so it is never "the same".
        "Cross-Origin-Resource-Policy": "cross-origin",
      });
    },
  });
}

/**
 * Attached pictures come from below the page's own address, hosted ones from this server, wherever the site is today.
 */
function withPictures(
  html: string,
  attachments: readonly Attachment[],
  { hosted, site, token }: { readonly hosted: string; readonly site: string; readonly token: string },
): string {
  const own = new Map(
    attachments.map(({ cid, contentType }, index) => [
      `cid:${cid}`,
      `${site}/m/${token}/${index}.${contentType.replace(/^image\//, "")}`,
    ]),
  );
  return withPictureUrls(html, (src) =>
    src.startsWith(hosted) ? `${site}/assets/${src.slice(hosted.length)}` : (own.get(src) ?? src),
  );
}

/** Says where everybody can read: the page of the issue, where it is public, or the archive. */
async function notThere(
  context: Context,
  service: Service,
  { shelf }: Archive,
  found: MailedIssue,
): Promise<Response> {
  if (found.status === "ended") return endedLink(context, service);
  const id = found.status === "gone" ? found.mailing?.issue : undefined;
  const issues = await shelf.issues();
  const issue = issues.find((one) => one.id === id);
  const values = {
    page: issue === undefined ? "" : issue.path,
    issue: issue?.title ?? "",
    archive: issues.length > 0,
  };
  return showPage(context, service, "not-readable", values, { status: 404 });
}
