import { dayNumber, type Instant, localDay } from "../../base/clock.ts";
import type { Problem } from "../../base/problem.ts";
import { clientRules } from "../../check/clients/rules/all.ts";

/** Programs change, and so does what is known of them: after a year and a half it is told that somebody should look. */
const oldDays = 548;

/** Of what day the findings about mail programs are, when there are some; `day` is that of the data, `2026-05-13`. */
export function dataAge(problems: readonly Problem[], day: string, now: Instant): string | undefined {
  if (!problems.some(({ code }) => clientRules.some(({ id }) => id === code))) return undefined;
  const days = dayNumber(localDay(now)) - dayNumber(day);
  const said = `What mail programs know is as caniemail.com had it on ${day}`;
  if (days < oldDays) return `${said}.`;
  return `${said}, ${Math.floor(days / 30.4)} months ago: bring Letterpress up to date for newer findings.`;
}
