import { calendarNames, dayNumber, isCalendarDay, weekdayOf } from "../../base/clock.ts";
import { textsOf } from "../said.ts";
import type { Rule } from "../rule.ts";

export const weekday: Rule = {
  id: "check/weekday",
  severity: "warning",
  why: "Readers come on one of the two days, or write to ask which.",
  check({ selection }) {
    const { weekdays, months } = calendarNames(selection.language);
    const pattern = datePattern(weekdays, months);
    return textsOf(selection).flatMap(({ text, at }) =>
      [...text.matchAll(pattern)].flatMap(({ 0: written, groups = {} }) => {
        const named = indexOf(weekdays, groups.weekday);
        const month = indexOf(months, groups.month ?? groups.monthBefore);
        const date = Number(groups.day ?? groups.dayBehind);
        const day = dayWritten(groups.year, month + 1, date, selection.date);
        if (day === undefined) return [{ at, message: `no calendar has the day "${written}".`, remedy }];
        const actual = weekdayOf(day);
        if (actual === named) return [];
        return [{ at, message: `"${written}" is a ${weekdays[actual] ?? ""} (${day}).`, remedy }];
      }),
    );
  },
};

const remedy = "Correct the weekday or the date.";

/** `Friday, 14 February 2025`, `Friday, February 14th`, `Freitag, 14. Februar`, `viernes 14 de febrero de 2025`. */
function datePattern(weekdays: readonly string[], months: readonly string[]): RegExp {
  const oneOf = (names: readonly string[]) => names.map((name) => RegExp.escape(name)).join("|");
  const ordinal = String.raw`(?!\d)(?:st|nd|rd|th|er|º|\.)?`;
  const dayFirst = String.raw`(?<day>\d{1,2})${ordinal}\s(?:of\s|de\s)?(?<month>${oneOf(months)})`;
  const monthFirst = String.raw`(?<monthBefore>${oneOf(months)})\s(?<dayBehind>\d{1,2})${ordinal}`;
  return new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?<weekday>${oneOf(weekdays)}),?\s(?:the\s|den\s|le\s|el\s)?(?:${dayFirst}|${monthFirst})(?![\p{L}\p{N}])(?:,?\s(?:de\s)?(?<year>\d{4})(?!\d))?`,
    "giu",
  );
}

function indexOf(names: readonly string[], written = ""): number {
  return names.findIndex((name) => name.toLowerCase() === written.toLowerCase());
}

/** `YYYY-MM-DD`; without a year the one that is nearest to the issue. */
function dayWritten(
  year: string | undefined,
  month: number,
  date: number,
  issueDay: string,
): string | undefined {
  const own = Number(issueDay.slice(0, 4));
  const two = (number: number) => String(number).padStart(2, "0");
  const days = (year === undefined ? [own, own + 1, own - 1] : [Number(year)])
    .map((one) => `${String(one).padStart(4, "0")}-${two(month)}-${two(date)}`)
    .filter(isCalendarDay);
  const far = (day: string) => Math.abs(dayNumber(day) - dayNumber(issueDay));
  return days.sort((one, other) => far(one) - far(other))[0];
}
