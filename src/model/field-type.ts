import { shortened } from "../base/shortened.ts";
import { isCalendarDay } from "../base/clock.ts";
import { printable } from "../base/printable.ts";
import { suggest } from "../base/suggest.ts";
import { longestFieldValue } from "./subscriber.ts";

export const fieldTypes = ["text", "number", "date", "choice"] as const;

/** What the values of a field are. Left out it is `text`. */
export interface TypedField {
  readonly type?: (typeof fieldTypes)[number];
  /** What a reader may choose from; a `choice` has some. */
  readonly options?: readonly string[];
}

export type FieldValue =
  | { readonly status: "valid"; readonly value: string }
  /** Follows the name of the field: `age is not a number; …` */
  | { readonly status: "invalid"; readonly reason: string };

/**
 * A value as somebody wrote it, in the one form in which it is stored and compared: a number without spare zeros, a
 * date as `YYYY-MM-DD`, an option as it is declared. Control characters become spaces. Empty is always valid and means
 * not known.
 */
export function fieldValue(field: TypedField, written: string): FieldValue {
  const text = printable(written);
  if (text === "") return { status: "valid", value: "" };
  switch (field.type ?? "text") {
    case "text":
      return withinLength(text);
    case "number":
      return asNumber(text);
    case "date":
      return asDate(text);
    case "choice":
      return asOption(text, field.options ?? []);
  }
}

/** Code points count, not their halves; a text of so many bytes at most need not be counted. */
function withinLength(text: string): FieldValue {
  if (text.length <= longestFieldValue || [...text].length <= longestFieldValue) return valid(text);
  return invalid(`is longer than ${longestFieldValue} characters`);
}

/** Digits, and at most one point: `1,500` is fifteen hundred to some and one and a half to others. */
function asNumber(text: string): FieldValue {
  const [, sign = "", whole = "", part = ""] = /^([+-]?)(\d{1,15})(?:\.(\d{1,15}))?$/.exec(text) ?? [];
  if (whole === "") return invalid(`is not a number (${shown(text)}); write it like 12 or 12.5`);
  const fraction = part.replace(/0+$/, "");
  const value = `${whole.replace(/^0+(?=\d)/, "")}${fraction === "" ? "" : `.${fraction}`}`;
  return valid(sign === "-" && value !== "0" ? `-${value}` : value);
}

/**
 * `2026-12-31`, with or without a time behind it, or `31.12.2026`. A date with slashes means two days, so it means
 * none.
 */
function asDate(text: string): FieldValue {
  const iso = /^(\d{4}-\d{2}-\d{2})(?:$|[T ]\d{2}:\d{2})/.exec(text)?.[1];
  const [, day = "", month = "", year = ""] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  const value = iso ?? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isCalendarDay(value)
    ? valid(value)
    : invalid(`is not a date (${shown(text)}); write it like 2026-12-31`);
}

function asOption(text: string, options: readonly string[]): FieldValue {
  const folded = text.normalize("NFC").toLowerCase();
  const option = options.find((one) => one === text) ?? options.find((one) => one.toLowerCase() === folded);
  if (option !== undefined) return valid(option);
  const near = suggest(text, options);
  const hint = near === undefined ? `; it is one of: ${options.join(", ")}` : `; did you mean "${near}"?`;
  return invalid(`is none of its options (${shown(text)})${hint}`);
}

function shown(text: string): string {
  return JSON.stringify(shortened(text, 40));
}

function valid(value: string): FieldValue {
  return { status: "valid", value };
}

function invalid(reason: string): FieldValue {
  return { status: "invalid", reason };
}
