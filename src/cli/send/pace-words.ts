import { clockTime, type Instant, localDay } from "../../base/clock.ts";
import { durationWords } from "../../base/duration-words.ts";
import type { LimitForecast, PaceForecast } from "../../delivery/pace/forecast.ts";
import type { Limited, QuotaState, UsedUp } from "../../delivery/pace/limit.ts";
import type { PaceChange } from "../../delivery/pace/limits.ts";
import { countOf } from "../newsletter.ts";

/**
 * What the pace means for a mailing: how long it takes and what decides that, then every limit. `50 a second, about 3
 * minutes` when there is only one, and no quota.
 */
export function paceLines({ durationMs, perSecond, limits }: PaceForecast): readonly string[] {
  const [first, ...others] = limits;
  if (first === undefined) return ["as fast as the relay takes it"];
  const about = durationMs === 0 ? "at once" : `about ${durationWords(durationMs)}`;
  const rate = perSecond === undefined ? "" : `, ${rateWords(perSecond)} on the whole`;
  if (others.length === 0 && first.limited.of === "all" && first.quotas.length === 0)
    return [`${spanParts(first).join(", ")}, ${about}`];
  const decides =
    others.length === 0 || durationMs === 0 ? "" : `; the limit of ${limitedWords(first.limited)} decides`;
  return [`${about}${rate}${decides}`, ...limits.map(limitLine)];
}

/** `the relay main: 4,000 in an hour (1,200 used), day 2 of its warm-up: 500 in 24 hours (180 used)` */
function limitLine(limit: LimitForecast): string {
  const { limited, messages, pace, quotas } = limit;
  const parts = [
    ...spanParts(limit),
    ...quotas.map(quotaWords),
    ...(pace.connections === undefined ? [] : [`${pace.connections} at once`]),
    ...(limited.of === "domains" ? [`for ${countOf(messages, "reader")}`] : []),
  ];
  return `${limitedWords(limited)}: ${parts.join(", ")}`;
}

function spanParts({ pace: { perSecond, perMinute } }: LimitForecast): readonly string[] {
  return [
    ...(perSecond === undefined ? [] : [`${perSecond.toLocaleString("en")} a second`]),
    ...(perMinute === undefined ? [] : [`${perMinute.toLocaleString("en")} a minute`]),
  ];
}

function quotaWords({ span, most, used, day }: QuotaState): string {
  const which = span === "warm-up" ? `day ${day} of its warm-up: ` : "";
  const taken = used === 0 ? "" : ` (${used.toLocaleString("en")} used)`;
  return `${which}${most.toLocaleString("en")} in ${spanWords[span]}${taken}`;
}

/** `The pace of all mail is used up: 4,000 messages in 24 hours. The next may go at 08:13.` */
export function usedUpWords({ limited, span, most, day, until }: UsedUp, now: Instant): string {
  const what = span === "warm-up" ? `day ${day} of the warm-up` : "the pace";
  return `${capital(what)} of ${limitedWords(limited)} is used up: ${countOf(most, "message")} in ${spanWords[span]}. The next may go ${whenWords(until, now)}.`;
}

/** `The relay main has to slow down: 25 a second now. The answer was: 421 4.7.0 Too fast` */
export function paceChangeWords({ limited, perSecond, reply }: PaceChange): string {
  const who = capital(limited.of === "domains" ? `mail to ${limitedWords(limited)}` : limitedWords(limited));
  if (perSecond === undefined) return `${who} goes at the full pace again.`;
  return `${who} has to slow down: ${rateWords(perSecond)} now. The answer was: ${reply}`;
}

/** `25 a second`, `30 a minute` */
export function rateWords(perSecond: number): string {
  const [rate, span] =
    perSecond >= 1
      ? [perSecond, "second"]
      : perSecond * 60 >= 1
        ? [perSecond * 60, "minute"]
        : [perSecond * 3_600, "hour"];
  const article = span === "hour" ? "an" : "a";
  return `${rate.toLocaleString("en", { maximumFractionDigits: rate < 10 ? 1 : 0 })} ${article} ${span}`;
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
