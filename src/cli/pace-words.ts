import { clockTime, type Instant, localDay } from "../base/clock.ts";
import type { Limited, UsedUp } from "../delivery/pace/limit.ts";
import type { PaceChange } from "../delivery/pace/limits.ts";
import { countOf } from "./newsletter.ts";

/** `The pace of all mail is used up: 4,000 messages in 24 hours. Goes on at 08:13.` */
export function usedUpWords({ limited, span, most, day, until }: UsedUp, now: Instant): string {
  const what = span === "warm-up" ? `day ${day} of the warm-up` : "the pace";
  return `${capital(what)} of ${limitedWords(limited)} is used up: ${countOf(most, "message")} in ${spanWords[span]}. Goes on ${whenWords(until, now)}.`;
}

/** `The relay main has to slow down: 25 a second now. The answer was: 421 4.7.0 Too fast` */
export function paceChangeWords({ limited, perSecond, reply }: PaceChange): string {
  const who = capital(limited.of === "domains" ? `mail to ${limitedWords(limited)}` : limitedWords(limited));
  if (perSecond === undefined) return `${who} goes at the full pace again.`;
  return `${who} has to slow down: ${rateWords(perSecond)} now. The answer was: ${reply}`;
}

/** `25 a second`, `30 a minute` */
export function rateWords(perSecond: number): string {
  const [rate, span] = perSecond < 1 ? [perSecond * 60, "minute"] : [perSecond, "second"];
  return `${rate.toLocaleString("en", { maximumFractionDigits: rate < 10 ? 1 : 0 })} a ${span}`;
}

/** `the relay main`, `outlook.com, hotmail.com and live.com` */
export function limitedWords(limited: Limited): string {
  switch (limited.of) {
    case "all":
      return "all mail";
    case "relay":
      return `the relay ${limited.relay}`;
    case "domains":
      return domainWords(limited.domains);
  }
}

export function domainWords(domains: readonly string[]): string {
  return new Intl.ListFormat("en", { style: "long", type: "conjunction" })
    .format(domains)
    .replace(", and ", " and ");
}

/** `at 08:13`, `on 2026-12-02 at 08:13` */
function whenWords(at: Instant, now: Instant): string {
  const day = localDay(at) === localDay(now) ? "" : `on ${localDay(at)} `;
  return `${day}at ${clockTime(at)}`;
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

const spanWords = { hour: "an hour", day: "24 hours", "warm-up": "24 hours" } as const;
