import { linksOf } from "../said.ts";
import type { Rule } from "../rule.ts";

export const linkShortener: Rule = {
  id: "check/link-shortener",
  severity: "warning",
  why: "Readers cannot see where a short link leads, and filters count it against the mail, because spam hides behind them.",
  example: {
    wrong: ['- letter: "See [the press](https://bit.ly/press)."'],
    right: ['- letter: "See [the press](https://letters.net/press)."'],
  },
  check({ selection }) {
    return linksOf(selection).flatMap(({ url, at }) => {
      const host = URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : "";
      if (!shorteners.has(host)) return [];
      const message = `the link to ${host} hides where it leads.`;
      return [{ at, message, remedy: "Open it, and write the address it leads to." }];
    });
  },
};

const shorteners: ReadonlySet<string> = new Set([
  "bit.ly",
  "bitly.com",
  "buff.ly",
  "cutt.ly",
  "dlvr.it",
  "goo.gl",
  "is.gd",
  "lnkd.in",
  "ow.ly",
  "rb.gy",
  "rebrand.ly",
  "s.id",
  "short.io",
  "shorturl.at",
  "t.co",
  "t.ly",
  "tiny.cc",
  "tinyurl.com",
  "trib.al",
  "v.gd",
]);
