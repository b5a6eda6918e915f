import { calendarNames, weekdayOf } from "../../base/clock.ts";
import { textsOf } from "../said.ts";
import { dayReader } from "../written-days.ts";
import type { Rule } from "../rule.ts";

export const weekday: Rule = {
  id: "check/weekday",
  severity: "warning",
  why: "Readers come on one of the two days, or write to ask which.",
  example: {
    wrong: ["# 10 September 2026 is a Thursday.", '- letter: "Come by on Friday, 10 September 2026."'],
    right: ['- letter: "Come by on Thursday, 10 September 2026."'],
  },
  check({ selection }) {
    const { weekdays } = calendarNames(selection.language);
    const daysIn = dayReader(selection.language, selection.date);
    return textsOf(selection).flatMap(({ text, at }) =>
      daysIn(text).flatMap(({ written, day, otherwise, weekday: named }) => {
        if (named === undefined) return [];
        if (day === undefined) return [{ at, message: `no calendar has the day "${written}".`, remedy }];
        const actual = weekdayOf(day);
        if ([day, ...otherwise].some((one) => weekdayOf(one) === named)) return [];
        return [{ at, message: `"${written}" is a ${weekdays[actual] ?? ""} (${day}).`, remedy }];
      }),
    );
  },
};

const remedy = "Correct the weekday or the date.";
