import { isoInstant } from "../../base/clock.ts";
import type { Feed } from "./feed.ts";

/** JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
export function jsonFeed({ title, siteUrl, entries }: Feed): string {
  const feed = {
    version: "https://jsonfeed.org/version/1.1",
    title,
    home_page_url: `${siteUrl}/archive`,
    feed_url: `${siteUrl}/feed.json`,
    ...(entries[0] === undefined ? {} : { language: entries[0].issue.language }),
    items: entries.map(({ issue, content }) => ({
      id: issue.tag,
      url: siteUrl + issue.path,
      title: issue.title,
      ...(issue.summary === "" ? {} : { summary: issue.summary }),
      content_html: content,
      ...(issue.cover === undefined ? {} : { image: issue.cover.url }),
      date_published: isoInstant(issue.publishedAt),
      date_modified: isoInstant(issue.updatedAt),
      language: issue.language,
    })),
  };
  return `${JSON.stringify(feed, null, 2)}\n`;
}
