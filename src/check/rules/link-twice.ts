import { type SaidLink, linksOf } from "../said.ts";
import type { Rule } from "../rule.ts";

export const linkTwice: Rule = {
  id: "check/link-twice",
  severity: "warning",
  why: "Readers who go from link to link cannot tell two with the same words apart, and take one page under two names for two.",
  example: {
    wrong: [
      '- letter: "See [the new press](https://letters.net/press)."',
      '- letter: "See [the new press](https://letters.net/iron)."',
    ],
    right: [
      '- letter: "See [the new press](https://letters.net/press)."',
      '- letter: "See [the press of iron](https://letters.net/iron)."',
    ],
  },
  check({ selection }) {
    const links = linksOf(selection).flatMap((link) => {
      const written = (link.words ?? "").trim();
      const words = plain(written);
      if (words === "" || !URL.canParse(link.url)) return [];
      const isVerb = /^\p{Ll}+$/u.test(written);
      const isPhrase = /^\p{Ll}+(?: \p{Ll}+)?$/u.test(written);
      return [{ ...link, words, isVerb, isPhrase, url: new URL(link.url).href }];
    });
    // "Ada wrote that …, and Grace sent an email": a word or two of a sentence name no page.
    return links.flatMap((link, index) => {
      const before = links.slice(0, index).filter((one) => one.block !== link.block);
      if (before.some(({ url, words }) => url === link.url && words === link.words)) return [];
      // A letter says what comes, in words of its own.
      const renamed = before.find(
        (one) => one.url === link.url && !one.isVerb && one.block.kind !== "letter",
      );
      if (!link.isVerb && renamed !== undefined)
        return [
          finding(link, `this page is linked as ${quoted(renamed)} in line ${renamed.at.line} already.`),
        ];
      const other = before.find(({ url, words }) => words === link.words && url !== link.url);
      if (other === undefined || link.isPhrase) return [];
      return [finding(link, `the link ${quoted(link)} in line ${other.at.line} leads to another page.`)];
    });
  },
};

function finding({ at }: SaidLink, message: string) {
  return { at, message, remedy: "Link each page once, with words of its own." };
}

function quoted({ words = "" }: SaidLink): string {
  return `"${words}"`;
}

function plain(words: string): string {
  return words.replace(/\s+/g, " ").trim().toLowerCase();
}
