import { isOneOwner } from "../../base/domain-owner.ts";
import { linksOf } from "../said.ts";
import type { Rule } from "../rule.ts";

export const linkPretends: Rule = {
  id: "check/link-pretends",
  severity: "warning",
  why: "Readers see one address and are led to another, as in a mail that steals passwords; some programs warn of it.",
  example: {
    wrong: ['- letter: "See [www.bank.com](https://letters.net/press)."'],
    right: ['- letter: "See [www.letters.net](https://letters.net/press)."'],
  },
  check({ selection }) {
    return linksOf(selection).flatMap(({ url, words = "", at }) => {
      const shown = hostShown(words.trim());
      if (shown === undefined || !/^https?:/i.test(url) || !URL.canParse(url)) return [];
      const host = bare(new URL(url).hostname);
      if (isOneOwner(shown, host)) return [];
      const message = `the link reads "${words.trim()}" and leads to ${host}.`;
      return [{ at, message, remedy: "Let the words name what is there, or show the address it leads to." }];
    });
  },
};

/**
 * The site that words are the address of. Without https:// or www. only what ends as few other things do:
 * `Package.swift` and `node.js` are no sites.
 */
function hostShown(words: string): string | undefined {
  const [, whole] = /^https?:\/\/([^/?#\s]+)\S*$/i.exec(words) ?? [];
  const [, named] = /^(www\.[a-z\d-]+(?:\.[a-z\d-]+)+)(?:[/?#]\S*)?$/i.exec(words) ?? [];
  const [, plain] =
    /^((?:[a-z\d-]+\.)+(?:com|org|net|edu|gov|info|de|fr|it|es|nl|uk|eu|ch|at))(?:[/?#]\S*)?$/i.exec(words) ??
    [];
  const host = whole ?? named ?? plain;
  return host === undefined ? undefined : bare(host.replace(/:\d+$/, ""));
}

function bare(host: string): string {
  return host.toLowerCase().replace(/^www\./, "");
}
