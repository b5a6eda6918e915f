import { linksOf } from "../said.ts";
import type { Rule } from "../rule.ts";

export const linkTracking: Rule = {
  id: "check/link-tracking",
  severity: "warning",
  why: "Readers who click are counted as the click of somebody else, and told on to the service that the address was copied from.",
  check({ selection }) {
    return linksOf(selection).flatMap(({ url, at }) => {
      if (!URL.canParse(url)) return [];
      const found = [...new URL(url).searchParams.keys()].filter((name) => foreign.has(name.toLowerCase()));
      if (found.length === 0) return [];
      const message = `the link carries the traces of where it was copied: ${[...new Set(found)].join(", ")}.`;
      return [{ at, message, remedy: `Write ${withoutTraces(url)}` }];
    });
  },
};

/** The address without what others have hung on it. */
function withoutTraces(url: string): string {
  const clean = new URL(url);
  for (const name of [...clean.searchParams.keys()])
    if (foreign.has(name.toLowerCase())) clean.searchParams.delete(name);
  return clean.toString();
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
