import { describe, expect, test } from "@jest/globals";
import {
  clockTime,
  dayNumber,
  dayOfNumber,
  isCalendarDay,
  isoInstant,
  localDay,
  longDay,
  mailDate,
  systemClock,
} from "../../src/base/clock.ts";

const at = Date.UTC(2026, 8, 1, 7, 30, 5);

describe("time as text", () => {
  test("is ISO for tables", () => {
    expect(isoInstant(at)).toBe("2026-09-01T07:30:05.000Z");
  });

  test("is RFC 5322 for headers", () => {
    expect(mailDate(at)).toBe("Tue, 01 Sep 2026 07:30:05 +0000");
    expect(mailDate(0)).toBe("Thu, 01 Jan 1970 00:00:00 +0000");
  });

  test.each([
    ["en", "September 1, 2026"],
    ["en-GB", "1 September 2026"],
    ["de", "1. September 2026"],
    ["pt-BR", "1 de setembro de 2026"],
    ["fr", "1er septembre 2026"],
    ["es", "1 de septiembre de 2026"],
    ["ar", "1 سبتمبر 2026"],
    ["ar-EG", "١ سبتمبر ٢٠٢٦"],
    ["ja", "2026年9月1日"],
    ["fa", "۱ سپتامبر ۲۰۲۶"],
    ["th", "1 กันยายน ค.ศ. 2026"],
    ["th-u-ca-buddhist", "1 กันยายน 2569"],
  ])("is a long day in %s: %s", (language, text) => {
    expect(longDay("2026-09-01", language)).toBe(text);
  });

  test("has ordinals in French for the first only", () => {
    expect(longDay("2026-09-11", "fr-CA")).toBe("11 septembre 2026");
  });

  test("is the same day in every time zone", () => {
    expect(longDay("2026-01-01", "en-GB")).toBe("1 January 2026");
    expect(longDay("2026-12-31", "en-GB")).toBe("31 December 2026");
  });

  test("is hours and minutes of this machine", () => {
    const local = new Date(at);
    const two = (number: number) => String(number).padStart(2, "0");
    expect(clockTime(at)).toBe(`${two(local.getHours())}:${two(local.getMinutes())}`);
  });

  test("comes from the system when nobody gives another clock", () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});

describe("a calendar day", () => {
  test.each(["2025-02-14", "2024-02-29", "2000-02-29", "2026-12-31", "0001-01-01"])("is %s", (text) => {
    expect(isCalendarDay(text)).toBe(true);
  });

  test.each([
    "2025-02-29",
    "1900-02-29",
    "2025-02-30",
    "2025-04-31",
    "2025-13-01",
    "2025-00-10",
    "2025-01-00",
    "2025-1-1",
    "14.02.2025",
    "2025-02-14T00:00:00Z",
    " 2025-02-14",
    "2025-02-14\n",
    "",
  ])("is not %j", (text) => {
    expect(isCalendarDay(text)).toBe(false);
  });
});

describe("days", () => {
  test("are counted, also over leap days and before 1970", () => {
    expect(dayNumber("1970-01-01")).toBe(0);
    expect(dayNumber("2028-03-01") - dayNumber("2028-02-28")).toBe(2);
    for (const day of ["1969-12-31", "2000-02-29", "2026-11-24"])
      expect(dayOfNumber(dayNumber(day))).toBe(day);
  });

  test("are those of this machine's time zone", () => {
    expect(localDay(new Date(2026, 0, 9, 0, 0, 1).getTime())).toBe("2026-01-09");
    expect(localDay(new Date(2026, 11, 31, 23, 59, 59).getTime())).toBe("2026-12-31");
  });
});
