import { isoInstant } from "../../base/clock.ts";
import type { Feed, FeedEntry } from "./feed.ts";
import { element } from "./xml.ts";

/** Atom (RFC 4287). An id outlives the address of the site; `updated` moves when a corrected revision was sent. */
export function atomFeed({ title, siteUrl, entries, updatedAt = 0 }: Feed): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    element("id", `${siteUrl}/atom.xml`),
    element("title", title),
    element("updated", isoInstant(updatedAt)),
    `<author>${element("name", title)}</author>`,
    element("link", undefined, { rel: "self", type: "application/atom+xml", href: `${siteUrl}/atom.xml` }),
    element("link", undefined, { rel: "alternate", type: "text/html", href: `${siteUrl}/archive` }),
    ...entries.map((entry) => entryOf(siteUrl, entry)),
    "</feed>",
    "",
  ].join("\n");
}

function entryOf(siteUrl: string, { issue, content }: FeedEntry): string {
  return [
    "<entry>",
    element("id", issue.tag),
    element("title", issue.title),
    element("link", undefined, { rel: "alternate", type: "text/html", href: siteUrl + issue.path }),
    element("published", isoInstant(issue.publishedAt)),
    element("updated", isoInstant(issue.updatedAt)),
    ...(issue.summary === "" ? [] : [element("summary", issue.summary)]),
    element("content", content, { type: "html", "xml:lang": issue.language }),
    "</entry>",
  ].join("\n");
}
