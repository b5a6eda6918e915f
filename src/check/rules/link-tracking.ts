import { linksOf } from "../said.ts";
import type { Rule } from "../rule.ts";

export const linkTracking: Rule = {
  id: "check/link-tracking",
  severity: "warning",
  why: "Readers who click are counted as the click of somebody else, and told on to the service that the address was copied from.",
  example: {
    wrong: ['- letter: "See [the press](https://letters.net/press?fbclid=IwAR0)."'],
    right: ['- letter: "See [the press](https://letters.net/press)."'],
  },
  check({ selection }) {
    return linksOf(selection).flatMap(({ url, at }) => {
      if (!URL.canParse(url)) return [];
      const found = [...new URL(url).searchParams.keys()].filter((name) => foreign.has(name.toLowerCase()));
      if (found.length === 0) return [];
      const message = `the link carries the traces of where it was copied: ${[...new Set(found)].join(", ")}.`;
      const clean = withoutTraces(url);
      return [{ at, message, remedy: `Write ${clean}`, fix: { was: url, becomes: clean } }];
    });
  },
};

/** The address without what others have hung on it; the rest of it is not written anew. */
export function withoutTraces(url: string): string {
  const [, page = url, query, end = ""] = /^([^?#]*)\?([^#]*)(#.*)?$/s.exec(url) ?? [];
  if (query === undefined) return url;
  const kept = query.split("&").filter((one) => !foreign.has((one.split("=")[0] ?? "").toLowerCase()));
  return page + (kept.length === 0 ? "" : `?${kept.join("&")}`) + end;
}

/** Names that only a click somewhere else can have given; `utm_…` may be an editor's own. */
const foreign: ReadonlySet<string> = new Set([
  "_hsenc",
  "_hsmi",
  "dclid",
  "fbclid",
  "gbraid",
  "gclid",
  "gclsrc",
  "igsh",
  "igshid",
  "li_fat_id",
  "mc_cid",
  "mc_eid",
  "mkt_tok",
  "msclkid",
  "oly_anon_id",
  "oly_enc_id",
  "ttclid",
  "twclid",
  "vero_id",
  "wbraid",
  "yclid",
]);
