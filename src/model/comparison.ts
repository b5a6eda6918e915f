import { dayNumber, dayOfNumber } from "../base/clock.ts";

/** How a number or a date of a reader is compared with one in an audience expression. */
export const comparisonSigns = ["<", "<=", ">", ">="] as const;
export type ComparisonSign = (typeof comparisonSigns)[number];

/**
 * Whether a reader's value is less or more than `bound`, which is a number or a date as `fieldValue` writes them.
 * Numbers are compared with numbers and dates with dates; a value of any other kind, and one that is not known, is
 * neither less nor more.
 */
export function compares(value: string, sign: ComparisonSign, bound: string): boolean {
  if (isDate(bound)) return isDate(value) && holds(value, sign, bound);
  return isNumber(value) && holds(Number(value), sign, Number(bound));
}

/** Whether a text is something to compare with. */
export function isBound(text: string): boolean {
  return isDate(text) || isNumber(text);
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

function isNumber(text: string): boolean {
  return text.length <= longestNumber && /^-?\d+(?:\.\d+)?$/.test(text);
}

function holds<Value extends string | number>(value: Value, sign: ComparisonSign, bound: Value): boolean {
  switch (sign) {
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
  }
}

/** The bound and a value on either side of it, so near that another bound is hardly between them. */
export function valuesAround(bound: string): readonly string[] {
  if (isDate(bound)) return [-1, 0, 1].map((days) => dayOfNumber(dayNumber(bound) + days));
  const number = Number(bound);
  // A few steps of floating point, however large the number is.
  const near = Math.max(1e-9, Math.abs(number) * 2 ** -50);
  return [(number - near).toFixed(9), bound, (number + near).toFixed(9)];
}

/** As many digits as `fieldValue` takes, with a sign and a point. */
export const longestNumber = 32;
