import { samePage } from "../earlier-issues.ts";
import { linksOf } from "../said.ts";
import type { Rule } from "../rule.ts";

/** A page that has been in this many issues before is one that the newsletter always links. */
const always = 3;
const mostIssues = 26;

export const linkAgain: Rule = {
  id: "check/link-again",
  severity: "warning",
  why: "Readers who remember the story from an earlier issue think that nothing has happened since.",
  check({ selection, earlier, sender }) {
    const own = new URL(sender.siteUrl).hostname;
    return linksOf(selection).flatMap(({ url, at, block }) => {
      const page = samePage(url);
      if (page === undefined || page.startsWith(`${own}/`)) return [];
      const before = earlier.slice(0, mostIssues).filter(({ pages }) => pages.has(page));
      const [last] = before;
      if (last === undefined || before.length >= always) return [];
      const what = block.kind === "sponsor" ? "the sponsor's link" : "the link";
      const message = `${what} to ${page} was in ${last.file} already.`;
      return [{ at, message, remedy: "Say what is new, or leave it out." }];
    });
  },
};
