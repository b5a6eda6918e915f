import { type Instant, isCalendarDay, dayMs } from "./clock.ts";
import { didYouMean } from "./suggest.ts";

export type ZonedTime =
  | { readonly status: "read"; readonly at: Instant }
  | { readonly status: "invalid"; readonly message: string; readonly remedy: string };

/**
 * Reads a moment as a person writes it: `2026-12-01T08:00+01:00`, `2026-12-01T07:00Z`, or `2026-12-01 08:00
 * Europe/Berlin`. A zone is asked for, because the machine that sends may be in another one; and a time that the clocks
 * leave out, or show twice, is nobody's to guess. `here` is the zone for examples.
 */
export function parseZonedTime(text: string, here = zoneHere()): ZonedTime {
  const found = pattern.exec(text.trim());
  const { day = "", hour = "", minute = "", second = "0", fraction = "", zone = "" } = found?.groups ?? {};
  if (found === null)
    return invalid(`"${text}" is not a time.`, `Write it as in "2026-12-01 08:00 ${here}".`);
  if (!isCalendarDay(day))
    return invalid(`There is no day ${day}.`, "Look at the calendar and write another.");
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return invalid(`There is no time ${hour}:${minute}.`, "Hours go from 00 to 23, minutes from 00 to 59.");
  const whole = Date.parse(`${day}T${hour.padStart(2, "0")}:${minute}:${second.padStart(2, "0")}Z`);
  const wall = whole + Math.floor(Number(`0${fraction}`) * 1_000);
  if (zone === "")
    return invalid(
      `"${text}" does not say in which time zone.`,
      `Write the zone behind it, as in "${day} ${hour}:${minute} ${here}".`,
    );
  const offset = fixedOffset(zone);
  if (offset !== undefined) return { status: "read", at: wall - offset };
  return zone.includes("/") && isZone(zone) ? inZone(wall, zone, text) : unknownZone(zone, here);
}

/** `2026-12-01 08:00 Europe/Berlin`, which `parseZonedTime` reads again but for the seconds. */
export function zonedText(at: Instant, zone = zoneHere()): string {
  const wall = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  }).format(at);
  return `${wall} ${zone}`;
}

/** The time zone of this machine. */
function zoneHere(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const pattern =
  /^(?<day>\d{4}-\d{2}-\d{2})(?:T|\s+)(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?<fraction>\.\d{1,9})?)?\s*(?<zone>[zZ]|[+-]\d{2}:?\d{2}|[A-Za-z][A-Za-z0-9_+/-]*)?$/;

function invalid(message: string, remedy: string): ZonedTime {
  return { status: "invalid", message, remedy };
}

/** In ms east of Greenwich; undefined when it is the name of a zone. */
function fixedOffset(zone: string): number | undefined {
  if (/^(z|utc|gmt)$/i.test(zone)) return 0;
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (found === null) return undefined;
  const [, sign, hours, minutes] = found;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Abbreviations are refused: EST is half a year wrong in New York, and IST is three countries. */
function unknownZone(zone: string, here: string): ZonedTime {
  const near = didYouMean(zone, Intl.supportedValuesOf("timeZone"));
  const meant = near.startsWith("Did you mean") ? near : `Name a place, as in ${here}, or write Z or +01:00.`;
  return invalid(`"${zone}" is not the name of a time zone.`, meant);
}

/** The clocks of a zone are set at most once in two days, so what they show on both sides is all there is. */
function inZone(wall: Instant, zone: string, text: string): ZonedTime {
  const offsets = [...new Set([offsetAt(zone, wall - dayMs), offsetAt(zone, wall + dayMs)])];
  const moments = offsets.map((offset) => wall - offset).filter((at) => at + offsetAt(zone, at) === wall);
  const [at, other] = moments.toSorted((one, two) => one - two);
  const day = text.trim().split(/T|\s/)[0] ?? "";
  if (at === undefined)
    return invalid(
      `"${text}" does not exist: the clocks of ${zone} are set forward on ${day} and leave it out.`,
      "Write a time an hour earlier or later.",
    );
  if (other === undefined) return { status: "read", at };
  const [first, second] = [at, other].map((moment) => offsetText(wall - moment));
  return invalid(
    `"${text}" comes twice: the clocks of ${zone} are set back on ${day}.`,
    `Write which one: ${first} instead of the zone for the first, ${second} for the second.`,
  );
}

function offsetAt(zone: string, at: Instant): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(
    at,
  );
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  return fixedOffset(name === "GMT" ? "Z" : name.replace("GMT", "")) ?? 0;
}

function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  const two = (number: number) => String(number).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
