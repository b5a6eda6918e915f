import { dayNumber, dayOfNumber } from "../../base/clock.ts";

export type Rhythm = "daily" | "weekly" | "biweekly" | "monthly" | "none";

/**
 * The day of the next issue in the rhythm of the last ones, today at the earliest. While no rhythm can be seen it is a
 * week after the last one, as most newsletters come. All days are `YYYY-MM-DD`; `days` are those of the issues there
 * are, in any order.
 */
export function nextDay(
  days: readonly string[],
  today: string,
): { readonly day: string; readonly rhythm: Rhythm } {
  const known = [...new Set(days)].sort().slice(-mostDays).map(dayNumber);
  const last = known.at(-1);
  const rhythm = rhythmOf(known);
  const earliest = dayNumber(today);
  if (last === undefined) return { day: today, rhythm: "none" };
  if (rhythm === "none") return { day: dayOfNumber(Math.max(earliest, last + 7)), rhythm };
  if (rhythm === "monthly") return { day: nextMonthly(known, last, earliest), rhythm };
  const step = { daily: 1, weekly: 7, biweekly: 14 }[rhythm];
  let day = last + step;
  // One issue that came a day early or late does not move those after it.
  if (step > 1) day += nearest(usual(known.map(weekday)) - weekday(day));
  if (day < earliest) day += Math.ceil((earliest - day) / step) * step;
  return { day: dayOfNumber(day), rhythm };
}

const mostDays = 7;

function rhythmOf(known: readonly number[]): Rhythm {
  const gaps = known.slice(1).map((day, index) => day - (known[index] ?? day));
  const middle = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)];
  if (middle === undefined) return "none";
  // Two issues on neighbouring days are as often a trial, or one that came late.
  if (middle === 1) return gaps.length > 1 ? "daily" : "none";
  if (middle >= 6 && middle <= 8) return "weekly";
  if (middle >= 13 && middle <= 15) return "biweekly";
  return middle >= 27 && middle <= 36 ? "monthly" : "none";
}

/** Monday is 0. */
function weekday(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The same shift of weekdays, at most three days back or ahead. */
function nearest(shift: number): number {
  return ((((shift + 3) % 7) + 7) % 7) - 3;
}

/** The most frequent one; of several the latest. */
function usual(values: readonly number[]): number {
  const count = (value: number) => values.filter((one) => one === value).length;
  return values.reduceRight((best, value) => (count(value) > count(best) ? value : best), values.at(-1) ?? 0);
}

/**
 * The same date of the next month; or, when the issues share a weekday instead, the second Tuesday or whichever it was.
 */
function nextMonthly(known: readonly number[], last: number, earliest: number): string {
  const dates = known.map((day) => Number(dayOfNumber(day).slice(8)));
  const weekdays = known.map(weekday);
  const byWeekday = new Set(dates).size > 1 && new Set(weekdays).size === 1;
  const nth = usual(dates.map((date) => Math.ceil(date / 7)));
  const date = usual(dates);
  for (let month = monthOf(last) + 1; ; month++) {
    const first = firstOf(month);
    const end = firstOf(month + 1) - 1;
    const aligned = first + ((usual(weekdays) - weekday(first) + 7) % 7) + 7 * (nth - 1);
    const day = byWeekday ? (aligned > end ? aligned - 7 : aligned) : Math.min(first + date - 1, end);
    if (day >= earliest) return dayOfNumber(day);
  }
}

/** Months counted from the year 0. */
function monthOf(day: number): number {
  const text = dayOfNumber(day);
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
}

function firstOf(month: number): number {
  const year = String(Math.floor(month / 12)).padStart(4, "0");
  return dayNumber(`${year}-${String((month % 12) + 1).padStart(2, "0")}-01`);
}
