/** The only place that reads the time, so that tests and frozen mailings can give it as a value. */

/** Milliseconds since 1970-01-01 UTC. */
export type Instant = number;

export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => Date.now() };

/** `2026-09-01T07:30:00.000Z` */
export function isoInstant(at: Instant): string {
  return new Date(at).toISOString();
}

/** RFC 5322 section 3.3, always in UTC: `Tue, 01 Sep 2026 07:30:00 +0000`. */
export function mailDate(at: Instant): string {
  return new Date(at).toUTCString().replace("GMT", "+0000");
}

/**
 * A moment as headers (`Tue, 01 Sep 2026 07:30:00 GMT`) and certificates (`Sep 1 07:30:00 2026 GMT`) write it;
 * undefined for others.
 */
export function parseMailDate(text: string): Instant | undefined {
  const at = /\d{4}/.test(text) && /(?:GMT|UTC|[+-]\d{4})\b/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** True for a real calendar day written `YYYY-MM-DD`. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/**
 * A moment as programs write it: `2026-09-01`, `2026-09-01 07:30:00`, `2026-09-01T07:30:00.123Z`, `…+02:00`. Without a
 * zone it is in UTC. Undefined for everything else, days that do not exist included.
 */
export function parseInstant(text: string): Instant | undefined {
  const parts =
    /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)? ?(Z|UTC|[+-]\d{2}:?\d{2})?$/.exec(
      text,
    );
  if (parts === null) return undefined;
  const [, year, month, day, time = "00:00", seconds = "00", fraction = "0", zone = "Z"] = parts;
  if (!isCalendarDay(`${year}-${month}-${day}`)) return undefined;
  const offset = /^[+-]/.test(zone) ? zone.replace(/^(.\d{2}):?/, "$1:") : "Z";
  const at = Date.parse(
    `${year}-${month}-${day}T${time}:${seconds}.${fraction.padEnd(3, "0").slice(0, 3)}${offset}`,
  );
  return Number.isNaN(at) ? undefined : at;
}

/**
 * `February 14, 2025` in the given language, with the digits that its readers use. `day` is `YYYY-MM-DD`. The calendar
 * is the Gregorian one, in which the day is written, unless the tag names another (`th-u-ca-buddhist`). French says
 * "1er" for the first of a month, which Intl does not.
 */
export function longDay(day: string, language: string): string {
  const { calendar = "gregory", language: primary } = new Intl.Locale(language);
  const format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC", calendar });
  return format
    .formatToParts(new Date(`${day}T00:00:00Z`))
    .map(({ type, value }) => (type === "day" && value === "1" && primary === "fr" ? "1er" : value))
    .join("");
}

/** `07:35` in the time zone of this machine. */
export function clockTime(at: Instant): string {
  return new Date(at).toTimeString().slice(0, 5);
}

/** `07:35:09` in the time zone of this machine. */
export function clockSeconds(at: Instant): string {
  return new Date(at).toTimeString().slice(0, 8);
}

/** The calendar day in the time zone of this machine, `2026-09-01`. */
export function localDay(at: Instant): string {
  const date = new Date(at);
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** Calendar days counted from 1970-01-01, to reckon with them; `day` is `YYYY-MM-DD`. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs;
}

/** The day with this number, `YYYY-MM-DD`. */
export function dayOfNumber(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}

/** 0 is Sunday; `day` is `YYYY-MM-DD`. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** What a language calls the days of the week, from Sunday, and the months as they stand behind a day. */
export function calendarNames(language: string): {
  readonly weekdays: readonly string[];
  readonly months: readonly string[];
} {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC", calendar: "gregory" });
  const named = (by: Intl.DateTimeFormat, type: string, at: number) =>
    by.formatToParts(new Date(at)).find((part) => part.type === type)?.value ?? "";
  const [ofWeek, ofYear] = [format({ weekday: "long" }), format({ day: "numeric", month: "long" })];
  // 7 January 2024 was a Sunday.
  const sunday = Date.UTC(2024, 0, 7);
  return {
    weekdays: Array.from({ length: 7 }, (_, day) => named(ofWeek, "weekday", sunday + day * dayMs)),
    months: Array.from({ length: 12 }, (_, month) => named(ofYear, "month", Date.UTC(2024, month, 7))),
  };
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
