import { durationWords } from "../../base/duration-words.ts";
import type { Pace, PaceRules } from "../../model/pace.ts";
import { type Examination, good, warning } from "../examination.ts";
import { keyword } from "./extensions.ts";
import type { RelaySeen } from "./look-at-relay.ts";

export const speed: Examination<RelaySeen> = {
  id: "relay/speed",
  why: "On a long line most of the time of a mailing is waiting for answers, and that is decided by connections and depth.",
  helps: "Raise the relay's connections or its depth in letterpress.yaml, as far as the relay allows.",
  judge({ relay, visit, pace, readers }) {
    const roundTripMs = median(visit?.roundTripsMs ?? []);
    if (visit === undefined || roundTripMs === undefined || "module" in relay) return [];
    const offered = new Set(visit.extensions.map(keyword));
    const perRoundTrip = messagesPerRoundTrip(relay.depth, offered);
    const perSecond = (relay.connections * perRoundTrip * 1_000) / roundTripMs;
    const lineMs = (readers * 1_000) / perSecond;
    const paceMs = atLeastMs(pace, relay.name, readers);
    const says = [
      `An answer takes ${msWords(roundTripMs)} (the median of ${visit.roundTripsMs.length}).`,
      `With ${relay.connections} connections and a depth of ${relay.depth} the line carries about ${rateWords(perSecond)} at most, before the relay's own work.`,
      ...(readers === 0 ? [] : [mailingWords(readers, lineMs, paceMs)]),
    ].join(" ");
    return [
      lineMs > longMs && lineMs > paceMs ? warning(says, undefined, relay.name) : good(says, relay.name),
    ];
  },
};

/** The table above `SmtpSession`, as messages for each round trip of one connection. */
export function messagesPerRoundTrip(depth: number, offered: ReadonlySet<string>): number {
  if (!offered.has("PIPELINING")) return 1 / 4;
  if (depth === 1) return 1 / 2;
  return offered.has("CHUNKING") ? depth : 1;
}

/**
 * How long the pace holds up so many messages at least: an hour's or a day's may be used up at once, and then comes
 * back.
 */
export function atLeastMs(rules: PaceRules, relay: string, messages: number): number {
  const paces: readonly Pace[] = [rules, rules.relays?.[relay] ?? {}];
  return Math.max(
    0,
    ...paces.flatMap(({ perSecond, perMinute, perHour, perDay }) => [
      ...evenly(messages, perSecond, 1_000),
      ...evenly(messages, perMinute, 60_000),
      ...beyond(messages, perHour, 3_600_000),
      ...beyond(messages, perDay, 86_400_000),
    ]),
  );
}

function evenly(messages: number, most: number | undefined, spanMs: number): readonly number[] {
  return most === undefined ? [] : [(messages / most) * spanMs];
}

function beyond(messages: number, most: number | undefined, spanMs: number): readonly number[] {
  return most === undefined ? [] : [(Math.ceil(messages / most) - 1) * spanMs];
}

function mailingWords(readers: number, lineMs: number, paceMs: number): string {
  const all = `${readers.toLocaleString("en")} ${readers === 1 ? "reader" : "readers"}`;
  if (paceMs > lineMs) return `The pace decides: ${all} take ${durationWords(paceMs)} at least.`;
  return `${all} take ${durationWords(lineMs)} at least.`;
}

export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

function msWords(ms: number): string {
  return ms < 1 ? "less than a millisecond" : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

function rateWords(perSecond: number): string {
  if (perSecond >= 10_000) return "more than 10,000 messages a second";
  return `${perSecond.toLocaleString("en", { maximumFractionDigits: perSecond < 10 ? 1 : 0 })} messages a second`;
}

const longMs = 60 * 60_000;
