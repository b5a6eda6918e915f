import { printable } from "../base/printable.ts";
import { longestFieldValue } from "../model/subscriber.ts";

/** Values of fields as they are stored, whatever somebody typed: printable, and no longer than a message shows. */
export function cleanValues(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      [...printable(value)].slice(0, longestFieldValue).join(""),
    ]),
  );
}
