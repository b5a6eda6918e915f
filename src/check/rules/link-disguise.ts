import { domainToUnicode } from "node:url";
import { linksOf } from "../said.ts";
import type { Rule } from "../rule.ts";

export const linkDisguise: Rule = {
  id: "check/link-disguise",
  severity: "warning",
  why: "Readers cannot tell whose page it is, which is how pages that steal passwords are linked; filters count it against the mail.",
  example: {
    wrong: ['- letter: "See [the press](https://203.0.113.7/press)."'],
    right: ['- letter: "See [the press](https://letters.net/press)."'],
  },
  check({ selection }) {
    return linksOf(selection).flatMap(({ url, at }) => {
      if (!/^https?:/i.test(url) || !URL.canParse(url)) return [];
      const { hostname, username } = new URL(url);
      const name = domainToUnicode(hostname);
      const message = disguise(hostname, username, name);
      return message === undefined ? [] : [{ at, message, remedy: "Write the name of the site alone." }];
    });
  },
};

function disguise(hostname: string, username: string, name: string): string | undefined {
  if (/^[\d.]+$/.test(hostname) && !isOwnNetwork.test(hostname))
    return `the link leads to ${hostname}, a number instead of a name.`;
  if (username !== "") return `the link begins with "${username}@", which looks like the site and is not.`;
  if (/\p{Script=Latin}/u.test(name) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(name))
    return `the site "${name}" mixes letters of several scripts that look alike.`;
  return undefined;
}

/** Told by issue/link-host. */
const isOwnNetwork = /^(?:127|10|0)\.|^192\.168\./;
