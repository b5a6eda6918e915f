/**
 * Sites that show a program a wall, a form or an error where people see the page. Nothing that they answer says
 * anything of a link, so they are not asked.
 */
export const robotsBlocked: readonly string[] = [
  "academia.edu",
  "amazon.com",
  "amazon.co.uk",
  "amazon.de",
  "bloomberg.com",
  "crunchbase.com",
  "economist.com",
  "facebook.com",
  "fb.me",
  "fiverr.com",
  "forbes.com",
  "ft.com",
  "glassdoor.com",
  "goodreads.com",
  "indeed.com",
  "instagram.com",
  "linkedin.com",
  "lnkd.in",
  "medium.com",
  "nytimes.com",
  "pinterest.com",
  "quora.com",
  "reddit.com",
  "researchgate.net",
  "reuters.com",
  "sciencedirect.com",
  "stackexchange.com",
  "stackoverflow.com",
  "t.co",
  "threads.net",
  "tiktok.com",
  "tripadvisor.com",
  "twitter.com",
  "udemy.com",
  "upwork.com",
  "washingtonpost.com",
  "wsj.com",
  "x.com",
  "yelp.com",
];

/** Whether a host is one of these, or lies below one. */
export function liesBelow(host: string, domains: readonly string[]): boolean {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}
