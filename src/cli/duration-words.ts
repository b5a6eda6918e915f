import { countOf } from "./newsletter.ts";

/** `3 minutes`, `5 hours`, `12 days`, roughly */
export function distanceWords(ms: number): string {
  const hours = ms / 3_600_000;
  return hours < 48 ? durationWords(ms / 1_000) : countOf(Math.round(hours / 24), "day");
}

/** `40 seconds`, `12 minutes`, `3.5 hours` */
export function durationWords(seconds: number): string {
  if (seconds < 90) return countOf(Math.ceil(seconds), "second");
  if (seconds < 5_400) return countOf(Math.ceil(seconds / 60), "minute");
  return `${(seconds / 3_600).toLocaleString("en", { maximumFractionDigits: 1 })} hours`;
}
