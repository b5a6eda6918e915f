import { publicView } from "../../message/public-view.ts";
import type { Archive } from "./archive.ts";
import { archivePage } from "./archive-page.ts";
import { atomFeed } from "./atom.ts";
import { type Feed, feedLength, feedOf } from "./feed.ts";
import { issuePage } from "./issue-page.ts";
import { jsonFeed } from "./json-feed.ts";
import { plainContent } from "./plain-content.ts";
import { type PublicIssue, withPublicPictures } from "./public-issue.ts";
import { rssFeed } from "./rss.ts";
import { sitemap } from "./sitemap.ts";

/** A text of the public part of the site: the answer of a route, and a file that is published. */
export interface ArchiveFile {
  /** Below the folder that is published: `archive/2026-09-01-hello/index.html`. */
  readonly path: string;
  readonly contentType: string;
  readonly text: string;
}

/** Every file but the pictures, one after the other. */
export async function* archiveFiles(archive: Archive): AsyncGenerator<ArchiveFile> {
  yield { path: "icon.svg", contentType: "image/svg+xml; charset=utf-8", text: archive.pages.icon };
  yield { path: "style.css", contentType: "text/css; charset=utf-8", text: archive.pages.style };
  for (const name of siteFiles) {
    const file = await siteFile(archive, name);
    if (file !== undefined) yield file;
  }
  for (const issue of await archive.shelf.issues()) yield issueFile(archive, issue);
}

/** What there is once, by the name in its address. */
export const siteFiles = ["archive", "feed.xml", "atom.xml", "feed.json", "sitemap.xml"] as const;

export async function siteFile(
  archive: Archive,
  name: (typeof siteFiles)[number],
): Promise<ArchiveFile | undefined> {
  const { shelf, siteUrl } = archive;
  const file = (contentType: string, text: string) => ({ path: name, contentType, text });
  switch (name) {
    case "archive":
      return { ...file(html, archivePage(archive, await shelf.issues())), path: "archive/index.html" };
    case "feed.xml":
      return file("application/rss+xml; charset=utf-8", rssFeed(await newestOf(archive)));
    case "atom.xml":
      return file("application/atom+xml; charset=utf-8", atomFeed(await newestOf(archive)));
    case "feed.json":
      return file("application/feed+json; charset=utf-8", jsonFeed(await newestOf(archive)));
    case "sitemap.xml":
      return file("application/xml; charset=utf-8", sitemap(siteUrl, await shelf.issues()));
  }
}

export async function issueFile(archive: Archive, issue: PublicIssue): Promise<ArchiveFile> {
  const { shelf } = archive;
  const issues = await shelf.issues();
  const at = issues.indexOf(issue);
  const text = issuePage(archive, {
    issue,
    html: publicView(await shelf.editionOf(issue)).html,
    newer: issues[at - 1],
    older: issues[at + 1],
  });
  return { path: `archive/${issue.id}/index.html`, contentType: html, text };
}

const html = "text/html; charset=utf-8";

async function newestOf({ shelf, newsletter, siteUrl }: Archive): Promise<Feed> {
  const entries = [];
  for (const issue of (await shelf.issues()).slice(0, feedLength)) {
    const { html: markup } = publicView(await shelf.editionOf(issue));
    entries.push({ issue, content: plainContent(withPublicPictures(markup, issue, siteUrl)) });
  }
  return feedOf(newsletter, siteUrl, entries);
}
