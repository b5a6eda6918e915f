import { linksOf } from "../said.ts";
import type { Rule } from "../rule.ts";

export const linkNotPublic: Rule = {
  id: "check/link-not-public",
  severity: "warning",
  why: "Readers get a page that asks them to sign in, a draft that will be gone, or leave a list in your name.",
  example: {
    wrong: ['- letter: "See [the press](https://staging.letters.net/press)."'],
    right: ['- letter: "See [the press](https://letters.net/press)."'],
  },
  check({ selection }) {
    return linksOf(selection).flatMap(({ url, at }) => {
      if (!/^https?:/i.test(url) || !URL.canParse(url)) return [];
      const what = onlyForYou(new URL(url));
      if (what === undefined) return [];
      return [
        { at, message: `the link leads to ${what}.`, remedy: "Write the address that everybody may open." },
      ];
    });
  },
};

function onlyForYou({ hostname, pathname, searchParams }: URL): string | undefined {
  if (
    /^(?:staging|stage|preview)\./.test(hostname) ||
    /\.(?:ngrok(?:-free)?\.app|ngrok\.io|trycloudflare\.com)$/.test(hostname)
  )
    return `${hostname}, where sites are tried out`;
  if (searchParams.get("preview") === "true" || searchParams.has("preview_id"))
    return "a draft, seen by who may edit it";
  if (/^\/wp-admin\//.test(pathname)) return "the inside of a site, for who edits it";
  if (/^(?:mail\.google|outlook\.(?:office|live)|mail\.yahoo)\.com$/.test(hostname))
    return "a mailbox, which is yours";
  if (/^(?:docs|drive)\.google\.com$/.test(hostname) && /\/u\/\d+\//.test(pathname))
    return "your own view of a file";
  if (/\.list-manage\.com$/.test(hostname) && /^\/(?:unsubscribe|profile)/.test(pathname))
    return "where one reader of another newsletter unsubscribes";
  return undefined;
}
