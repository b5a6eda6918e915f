import { describe, expect, test } from "@jest/globals";
import { nextDay } from "../../src/issue/scaffold/next-day.ts";

describe("The day of the next issue", () => {
  test.each([
    ["every Friday", ["2026-09-04", "2026-09-11", "2026-09-18"], "2026-09-19", "2026-09-25", "weekly"],
    ["two issues in a week's distance", ["2026-09-04", "2026-09-11"], "2026-09-12", "2026-09-18", "weekly"],
    [
      "every Friday, once a day early",
      ["2026-09-04", "2026-09-11", "2026-09-18", "2026-09-24"],
      "2026-09-25",
      "2026-10-02",
      "weekly",
    ],
    [
      "every Friday, once a day late",
      ["2026-09-04", "2026-09-11", "2026-09-18", "2026-09-26"],
      "2026-09-27",
      "2026-10-02",
      "weekly",
    ],
    [
      "every Friday, with a holiday",
      ["2026-08-07", "2026-08-14", "2026-08-21", "2026-09-18", "2026-09-25"],
      "2026-09-26",
      "2026-10-02",
      "weekly",
    ],
    ["every Friday, long ago", ["2025-02-07", "2025-02-14"], "2026-11-24", "2026-11-27", "weekly"],
    ["every Friday, and today is one", ["2025-02-07", "2025-02-14"], "2026-11-27", "2026-11-27", "weekly"],
    ["every Friday, planned ahead", ["2026-11-27", "2026-12-04"], "2026-11-24", "2026-12-11", "weekly"],
    [
      "every other Tuesday",
      ["2026-09-01", "2026-09-15", "2026-09-29"],
      "2026-10-01",
      "2026-10-13",
      "biweekly",
    ],
    ["every other Tuesday, long ago", ["2026-09-01", "2026-09-15"], "2026-10-15", "2026-10-27", "biweekly"],
    [
      "the first of each month",
      ["2026-09-01", "2026-10-01", "2026-11-01"],
      "2026-11-02",
      "2026-12-01",
      "monthly",
    ],
    [
      "the last of each month",
      ["2026-10-31", "2026-12-31", "2026-11-30"],
      "2027-01-02",
      "2027-01-31",
      "monthly",
    ],
    ["the first Tuesday", ["2026-09-01", "2026-10-06", "2026-11-03"], "2026-11-04", "2026-12-01", "monthly"],
    [
      "the last Friday, which is a fifth",
      ["2026-09-25", "2026-10-30"],
      "2026-11-02",
      "2026-11-27",
      "monthly",
    ],
    ["every day", ["2026-11-20", "2026-11-21", "2026-11-22"], "2026-11-22", "2026-11-23", "daily"],
    ["two issues on neighbouring days", ["2026-11-20", "2026-11-21"], "2026-11-22", "2026-11-28", "none"],
    ["no rhythm", ["2026-01-01", "2026-03-20", "2026-03-24"], "2026-04-01", "2026-04-01", "none"],
    ["one issue", ["2026-01-01"], "2026-04-01", "2026-04-01", "none"],
    ["two issues of one day", ["2026-01-01", "2026-01-01"], "2026-04-01", "2026-04-01", "none"],
    ["one issue, of a day to come", ["2026-12-24"], "2026-04-01", "2026-12-31", "none"],
    ["one issue, of today", ["2026-04-01"], "2026-04-01", "2026-04-08", "none"],
    ["one issue, of a week ago", ["2026-03-25"], "2026-04-01", "2026-04-01", "none"],
    ["none", [], "2026-04-01", "2026-04-01", "none"],
    ["days in no order", ["2026-09-18", "2026-09-04", "2026-09-11"], "2026-09-19", "2026-09-25", "weekly"],
  ])("goes on from %s", (_, days, today, day, rhythm) => {
    expect(nextDay(days, today)).toEqual({ day, rhythm });
  });
});
