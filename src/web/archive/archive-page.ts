import { longDay } from "../../base/clock.ts";
import type { Archive } from "./archive.ts";
import { archiveHead } from "./page-head.ts";
import type { PublicIssue } from "./public-issue.ts";

/** The list of all issues, the newest first, by year: `templates/pages/archive.hbs`. */
export function archivePage(archive: Archive, issues: readonly PublicIssue[]): string {
  const { pages, newsletter, siteUrl, site, language } = archive;
  const years = [...new Set(issues.map(({ day }) => day.slice(0, 4)))];
  return pages.fill("archive", language, {
    newsletter,
    site,
    head: archiveHead(newsletter, siteUrl, pages.say(language, "archiveTitle")),
    years: years.map((year) => ({
      year,
      issues: issues
        .filter(({ day }) => day.startsWith(year))
        .map(({ title, summary, day, path, language: tongue }) => ({
          title,
          summary,
          day,
          date: longDay(day, language),
          path,
          tongue,
        })),
    })),
  });
}
