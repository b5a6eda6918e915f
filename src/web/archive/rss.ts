import { mailDate } from "../../base/clock.ts";
import type { Feed, FeedEntry } from "./feed.ts";
import { element } from "./xml.ts";

/** RSS 2.0 (https://www.rssboard.org/rss-specification), with the whole issue in `content:encoded`. */
export function rssFeed({ title, siteUrl, entries, updatedAt }: Feed): string {
  const language = entries[0]?.issue.language;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">',
    "<channel>",
    element("title", title),
    element("link", `${siteUrl}/archive`),
    element("description", title),
    ...(language === undefined ? [] : [element("language", language)]),
    ...(updatedAt === undefined ? [] : [element("lastBuildDate", mailDate(updatedAt))]),
    element("atom:link", undefined, {
      href: `${siteUrl}/feed.xml`,
      rel: "self",
      type: "application/rss+xml",
    }),
    ...entries.map((entry) => itemOf(siteUrl, entry)),
    "</channel>",
    "</rss>",
    "",
  ].join("\n");
}

function itemOf(siteUrl: string, { issue, content }: FeedEntry): string {
  return [
    "<item>",
    element("title", issue.title),
    element("link", siteUrl + issue.path),
    element("guid", issue.tag, { isPermaLink: "false" }),
    element("pubDate", mailDate(issue.publishedAt)),
    ...(issue.summary === "" ? [] : [element("description", issue.summary)]),
    element("content:encoded", content),
    "</item>",
  ].join("\n");
}
