import { escapeHtml } from "../../base/html.ts";
import { isoInstant } from "../../base/clock.ts";
import { pagePolicy } from "../server/headers.ts";
import type { PublicIssue } from "./public-issue.ts";

/**
 * What the head of the archive's own page says: its address, its feeds, and what a card of it shows (https://ogp.me).
 */
export function archiveHead(newsletter: string, siteUrl: string, title: string): string {
  return lines([
    policy,
    canonical(`${siteUrl}/archive`),
    ...feedLinks(newsletter, siteUrl),
    property("og:type", "website"),
    property("og:site_name", newsletter),
    property("og:title", title),
    property("og:url", `${siteUrl}/archive`),
  ]);
}

/** As in server/headers.ts, for a server without our headers that shows the page as a file. */
const policy = `<meta http-equiv="Content-Security-Policy" content="${pagePolicy.replace(/; frame-ancestors .*$/, "")}">
<meta name="referrer" content="no-referrer">`;

/** The same for the page of an issue. */
export function issueHead(newsletter: string, siteUrl: string, issue: PublicIssue): string {
  const { title, summary, language, publishedAt, updatedAt, cover } = issue;
  return lines([
    canonical(siteUrl + issue.path),
    ...feedLinks(newsletter, siteUrl),
    ...(summary === "" ? [] : [named("description", summary), property("og:description", summary)]),
    property("og:type", "article"),
    property("og:site_name", newsletter),
    property("og:title", title),
    property("og:url", siteUrl + issue.path),
    property("og:locale", language.replaceAll("-", "_")),
    property("article:published_time", isoInstant(publishedAt)),
    ...(updatedAt === publishedAt ? [] : [property("article:modified_time", isoInstant(updatedAt))]),
    ...(cover === undefined ? [] : [property("og:image", cover.url), property("og:image:alt", cover.alt)]),
    named("twitter:card", cover === undefined ? "summary" : "summary_large_image"),
  ]);
}

function feedLinks(newsletter: string, siteUrl: string): readonly string[] {
  return feeds.map(
    ({ type, file }) =>
      `<link rel="alternate" type="${type}" title="${escapeHtml(newsletter)}" href="${escapeHtml(`${siteUrl}/${file}`)}">`,
  );
}

const feeds = [
  { type: "application/rss+xml", file: "feed.xml" },
  { type: "application/atom+xml", file: "atom.xml" },
  { type: "application/feed+json", file: "feed.json" },
] as const;

function canonical(url: string): string {
  return `<link rel="canonical" href="${escapeHtml(url)}">`;
}

function property(name: string, value: string): string {
  return `<meta property="${name}" content="${escapeHtml(value)}">`;
}

function named(name: string, value: string): string {
  return `<meta name="${name}" content="${escapeHtml(value)}">`;
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
