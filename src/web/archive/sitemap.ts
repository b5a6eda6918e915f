import { isoInstant } from "../../base/clock.ts";
import type { PublicIssue } from "./public-issue.ts";
import { element } from "./xml.ts";

/**
 * The pages that search engines may list (https://www.sitemaps.org/protocol.html): the archive and the newest 49,999
 * issues.
 */
export function sitemap(siteUrl: string, issues: readonly PublicIssue[]): string {
  const newest = Math.max(0, ...issues.map(({ updatedAt }) => updatedAt));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    page(`${siteUrl}/archive`, newest === 0 ? undefined : newest),
    ...issues.slice(0, mostPages - 1).map(({ path, updatedAt }) => page(siteUrl + path, updatedAt)),
    "</urlset>",
    "",
  ].join("\n");
}

const mostPages = 50_000;

function page(url: string, changedAt: number | undefined): string {
  const changed = changedAt === undefined ? "" : element("lastmod", isoInstant(changedAt));
  return `<url>${element("loc", url)}${changed}</url>`;
}
