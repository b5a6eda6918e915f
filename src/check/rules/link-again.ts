import { dayNumber } from "../../base/clock.ts";
import { samePage } from "../earlier-issues.ts";
import { linksOf } from "../said.ts";
import type { Rule } from "../rule.ts";

/** A page that has been in this many issues before is one that the newsletter always links. */
const always = 3;
const mostIssues = 26;
/** Days. Of what is longer ago nobody remembers where they read it. */
const longestAgo = 180;

export const linkAgain: Rule = {
  id: "check/link-again",
  severity: "warning",
  why: "Readers who remember the story from an earlier issue think that nothing has happened since.",
  example: {
    before: ["blocks:", '  - letter: "See [the press](https://letters.net/2026/the-press)."'],
    wrong: ['- letter: "See [the press](https://letters.net/2026/the-press)."'],
    right: ['- letter: "See [the paper](https://letters.net/2026/the-paper)."'],
  },
  check({ selection, earlier, sender }) {
    const own = new URL(sender.siteUrl).hostname;
    return linksOf(selection).flatMap(({ url, at, block }) => {
      const page = samePage(url);
      if (page === undefined || page.startsWith(`${own}/`) || !isStory(page)) return [];
      const recent = earlier
        .slice(0, mostIssues)
        .filter(({ day }) => dayNumber(selection.date) - dayNumber(day) <= longestAgo);
      const before = recent.filter(({ pages }) => pages.has(page));
      const [last] = before;
      if (last === undefined || before.length >= always) return [];
      // A sponsor who comes again is told by its name.
      if (block.kind === "sponsor") return [];
      const message = `the link to ${page} was in ${last.file} already.`;
      return [{ at, message, remedy: "Say what is new, or leave it out." }];
    });
  },
};

/**
 * Not who wrote something, nor a part of a site that is named again and again: `example.org/ada_l`, `/u/ada`,
 * `/download`. A story whose path has one step is named by a few words: `/how-paper-is-made`.
 */
function isStory(page: string): boolean {
  if (page.includes("?")) return true;
  const [, first = "", ...rest] = page.split("/");
  if (rest.length === 0) return /-.*-|\.[a-z]{2,5}$/.test(first);
  return rest.length > 1 || !/^(?:u|users?|in|people|profiles?|authors?|channels?|c)$/.test(first);
}
