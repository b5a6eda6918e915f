import { describe, expect, test } from "@jest/globals";
import { parseZonedTime, zonedText } from "../../src/base/zoned-time.ts";

const here = "Europe/Berlin";

describe("a time with its zone", () => {
  test.each([
    ["2026-12-01T08:00+01:00", "2026-12-01T07:00:00Z"],
    ["2026-12-01T08:00:30+0100", "2026-12-01T07:00:30Z"],
    ["2026-12-01T07:00:00.123Z", "2026-12-01T07:00:00.123Z"],
    ["2026-12-01T07:00Z", "2026-12-01T07:00:00Z"],
    ["2026-12-01 7:00 UTC", "2026-12-01T07:00:00Z"],
    ["2026-12-01 08:00 Europe/Berlin", "2026-12-01T07:00:00Z"],
    ["2026-07-01 08:00 europe/berlin", "2026-07-01T06:00:00Z"],
    [" 2026-12-01  08:00 -08:00 ", "2026-12-01T16:00:00Z"],
    ["2026-12-01 08:00 America/Argentina/Buenos_Aires", "2026-12-01T11:00:00Z"],
    ["2026-12-01 08:00 Asia/Kathmandu", "2026-12-01T02:15:00Z"],
    ["2026-03-29 01:59 Europe/Berlin", "2026-03-29T00:59:00Z"],
    ["2026-03-29 03:00 Europe/Berlin", "2026-03-29T01:00:00Z"],
    ["2026-10-25 01:59 Europe/Berlin", "2026-10-24T23:59:00Z"],
    ["2026-10-25 03:00 Europe/Berlin", "2026-10-25T02:00:00Z"],
    ["2026-10-25T02:30+02:00", "2026-10-25T00:30:00Z"],
  ])("is read: %s", (text, iso) => {
    expect(parseZonedTime(text, here)).toEqual({ status: "read", at: Date.parse(iso) });
  });

  test.each([
    ["2026-12-01 08:00", "does not say in which time zone", '"2026-12-01 08:00 Europe/Berlin"'],
    ["2026-12-01T08:00", "does not say in which time zone", "Europe/Berlin"],
    ["tomorrow", "is not a time", '"2026-12-01 08:00 Europe/Berlin"'],
    ["2026-12-01", "is not a time", "Europe/Berlin"],
    ["2026-02-30 08:00 Z", "There is no day 2026-02-30", "calendar"],
    ["2026-12-01 24:00 Z", "There is no time 24:00", "23"],
    ["2026-12-01 08:00 Europe/Berln", "is not the name of a time zone", 'Did you mean "Europe/Berlin"?'],
    ["2026-12-01 08:00 CET", "is not the name of a time zone", "+01:00"],
    ["2026-03-29 02:30 Europe/Berlin", "does not exist", "an hour earlier or later"],
    ["2026-10-25 02:30 Europe/Berlin", "comes twice", "+02:00 instead of the zone for the first, +01:00"],
    ["2026-11-01 01:30 America/New_York", "comes twice", "-04:00 instead of the zone for the first, -05:00"],
    ["2026-10-04 02:15 Australia/Lord_Howe", "does not exist", "an hour"],
  ])("that cannot be meant is refused with a remedy: %s", (text, message, remedy) => {
    expect(parseZonedTime(text, here)).toEqual({
      status: "invalid",
      message: expect.stringContaining(message),
      remedy: expect.stringContaining(remedy),
    });
  });

  test("is written as it can be read again", () => {
    for (const zone of ["Europe/Berlin", "America/New_York", "Asia/Kolkata"]) {
      const at = Date.parse("2026-12-01T07:05:00Z");
      expect(parseZonedTime(zonedText(at, zone))).toEqual({ status: "read", at });
    }
    expect(zonedText(Date.parse("2026-07-01T06:00:00Z"), here)).toBe("2026-07-01 08:00 Europe/Berlin");
  });
});
