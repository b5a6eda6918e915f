import type { Instant } from "../../base/clock.ts";
import type { PublicIssue } from "./public-issue.ts";

/** What the three feeds say, each in its own form. */
export interface Feed {
  /** The newsletter's name. */
  readonly title: string;
  /** The address of the site without a slash at the end. */
  readonly siteUrl: string;
  readonly entries: readonly FeedEntry[];
  /** When the newest of them changed; the feed of a newsletter that has sent nothing yet has no such moment. */
  readonly updatedAt?: Instant;
}

export interface FeedEntry {
  readonly issue: PublicIssue;
  /** The whole issue without the layout of a mail; every address in it is absolute. */
  readonly content: string;
}

/** How many issues a feed has: whoever reads it looks more often than that many are sent. */
export const feedLength = 20;

export function feedOf(title: string, siteUrl: string, entries: readonly FeedEntry[]): Feed {
  const moments = entries.map(({ issue }) => issue.updatedAt);
  return { title, siteUrl, entries, ...(moments.length === 0 ? {} : { updatedAt: Math.max(...moments) }) };
}
