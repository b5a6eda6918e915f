import { calendarNames, dayNumber, isCalendarDay } from "../base/clock.ts";

/** A day as a text says it. */
export interface WrittenDay {
  readonly written: string;
  /** Where in the text it begins. */
  readonly index: number;
  /** `YYYY-MM-DD`; without a year the one that is nearest to the issue. Undefined when no calendar has it. */
  readonly day: string | undefined;
  readonly hasYear: boolean;
  /**
   * The same day in the years that its sentence names elsewhere, "In 2024, on Monday 2 December"; none when it has a
   * year.
   */
  readonly otherwise: readonly string[];
  /** The day of the week that stands before it, 0 for Sunday; undefined when none does. */
  readonly weekday: number | undefined;
}

/**
 * Finds days in the texts of an issue in some language: `Friday, 14 February 2025`, `February 14th`, `Freitag, 14.
 * Februar`, `viernes 14 de febrero de 2025`. Months are written out; `5/6` means two things.
 */
export function dayReader(language: string, issueDay: string): (text: string) => readonly WrittenDay[] {
  const { weekdays, months } = calendarNames(language);
  const pattern = datePattern(weekdays, months);
  // The pattern is slow, and few texts have a number.
  return (text) =>
    [...(/\d/.test(text) ? text.matchAll(pattern) : [])].map(({ 0: written, index, groups = {} }) => {
      const month = indexOf(months, groups.month ?? groups.monthBefore);
      const date = Number(groups.day ?? groups.dayBehind);
      const dayIn = (year: string | undefined) => dayWritten(year, month + 1, date, issueDay);
      const years = groups.year === undefined ? yearsAround(text, index, written) : [];
      return {
        written,
        index,
        day: dayIn(groups.year),
        otherwise: years.map(dayIn).filter((day) => day !== undefined),
        hasYear: groups.year !== undefined,
        weekday: groups.weekday === undefined ? undefined : indexOf(weekdays, groups.weekday),
      };
    });
}

function datePattern(weekdays: readonly string[], months: readonly string[]): RegExp {
  const oneOf = (names: readonly string[]) => names.map((name) => RegExp.escape(name)).join("|");
  const ordinal = String.raw`(?!\d)(?:st|nd|rd|th|er|º|\.)?`;
  const dayFirst = String.raw`(?<day>\d{1,2})${ordinal}\s(?:of\s|de\s)?(?<month>${oneOf(months)})`;
  const monthFirst = String.raw`(?<monthBefore>${oneOf(months)})\s(?<dayBehind>\d{1,2})${ordinal}`;
  const before = String.raw`(?:(?<weekday>${oneOf(weekdays)}),?\s(?:the\s|den\s|le\s|el\s)?)?`;
  return new RegExp(
    String.raw`(?<![\p{L}\p{N}])${before}(?:${dayFirst}|${monthFirst})(?![\p{L}\p{N}])(?:,?\s(?:de\s)?(?<year>\d{4})(?!\d))?`,
    "giu",
  );
}

function indexOf(names: readonly string[], written = ""): number {
  return names.findIndex((name) => name.toLowerCase() === written.toLowerCase());
}

function yearsAround(text: string, index: number, written: string): readonly string[] {
  // The point behind the number of a day ends no sentence.
  const end = /(?<!\b\d{1,2})[.!?…](?=\s|$)|[。！？\n]/gu;
  const before = text.slice(0, index).split(end).at(-1) ?? "";
  const behind = text.slice(index + written.length).split(end)[0] ?? "";
  return `${before} ${behind}`.match(/(?<![\p{L}\p{N}])(?:19|20)\d\d(?![\p{L}\p{N}])/gu) ?? [];
}

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
