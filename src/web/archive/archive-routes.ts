import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import { addRoute } from "../page/routes.ts";
import { showPage } from "../page/show-page.ts";
import { mailPolicy } from "../server/mail-policy.ts";
import type { PeerEnv } from "../server/peer.ts";
import type { Service } from "../service.ts";
import type { Archive } from "./archive.ts";
import { type ArchiveFile, issueFile, siteFile, siteFiles } from "./archive-files.ts";
import type { PublicIssue } from "./public-issue.ts";
import { readPicture } from "./read-picture.ts";

/** What everybody may read: the list of issues, their pages, the feeds, the sitemap, the pictures. */
export function addArchiveRoutes(app: Hono<PeerEnv>, service: Service, archive: Archive): void {
  const { shelf } = archive;
  const made = madeOnce(archive);
  const pageOf = keptPages(archive);
  const missing = (context: Context) => showPage(context, service, "not-found", {}, { status: 404 });
  for (const name of siteFiles)
    addRoute(app, service, `/${name}`, {
      get: async (context) => {
        const file = await made(name);
        return file === undefined ? missing(context) : forAll(context, file);
      },
    });
  addRoute(app, service, "/archive/:issue", {
    get: async (context) => {
      const issue = (await shelf.issues()).find(({ id }) => id === context.req.param("issue"));
      if (issue === undefined) return missing(context);
      return forAll(context, await pageOf(issue), { "Content-Security-Policy": mailPolicy });
    },
  });
  addRoute(app, service, "/assets/:name", {
    get: async (context) => {
      const from = { folder: service.config.archive, shelf };
      const picture = await readPicture(from, context.req.param("name") ?? "");
      if (picture === undefined) return missing(context);
      return context.body(new Uint8Array(picture.bytes), 200, {
        ...pictureHeaders,
        "Content-Type": picture.contentType,
      });
    },
  });
}

/** A feed is made from twenty issues, and programs ask for it all day: it is made anew when an issue has changed. */
function madeOnce(archive: Archive): (name: (typeof siteFiles)[number]) => Promise<ArchiveFile | undefined> {
  const known = new Map<string, { readonly issues: unknown; readonly file: ArchiveFile | undefined }>();
  return async (name) => {
    const issues = await archive.shelf.issues();
    const before = known.get(name);
    if (before?.issues === issues) return before.file;
    const file = await siteFile(archive, name);
    known.set(name, { issues, file });
    return file;
  };
}

/**
 * To read a frozen issue with its pictures takes a while, and many readers come at once: the pages last made are kept
 * until an issue changes.
 */
function keptPages(archive: Archive): (issue: PublicIssue) => Promise<ArchiveFile> {
  const kept = new Map<PublicIssue, ArchiveFile>();
  let of: unknown;
  return async (issue) => {
    const issues = await archive.shelf.issues();
    // A page names the issues beside it.
    if (of !== issues) kept.clear();
    of = issues;
    const before = kept.get(issue);
    if (before !== undefined) return before;
    const file = await issueFile(archive, issue);
    if (kept.size >= mostPages) kept.clear();
    if (of === issues) kept.set(issue, file);
    return file;
  };
}

const mostPages = 30;

/** An answer that is the same for everybody, and that caches may keep for five minutes. */
function forAll(
  context: Context,
  { contentType, text }: ArchiveFile,
  more: Readonly<Record<string, string>> = {},
): Response {
  const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  const headers = {
    "Content-Type": contentType,
    "Cache-Control": "public, max-age=300",
    ETag: tag,
    ...more,
  };
  return isKnown(context.req.header("if-none-match"), tag)
    ? context.body(null, 304, headers)
    : context.body(text, 200, headers);
}

/** RFC 9110 section 13.1.2; a proxy that compresses makes a tag weak, which is as good here. */
function isKnown(header: string | undefined, tag: string): boolean {
  return (header ?? "").split(",").some((one) => ["*", tag].includes(one.trim().replace(/^W\//, "")));
}

/** The name is made from the content, so it never changes. Mail in a browser shows it too, from another site. */
const pictureHeaders = {
  "Cache-Control": "public, max-age=31536000, immutable",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Content-Security-Policy": "default-src 'none'; sandbox",
} as const;
