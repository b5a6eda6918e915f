import type { Instant } from "../../base/clock.ts";
import type { DomainPace, Pace, PaceRules, RelayPace } from "../../model/pace.ts";
import { standbyMs } from "../relays/shares.ts";
import { type Limit, type Limited, perSecond, type QuotaState } from "./limit.ts";
import type { Limits } from "./limits.ts";

/** What a pace means for one mailing, as far as it can be known before. */
export interface PaceForecast {
  /** How long it takes at least, in ms; 0 when only the relays decide. */
  readonly durationMs: number;
  /** Messages per second on the whole; undefined when only the relays decide. */
  readonly perSecond?: number;
  /** Every limit that there is, the one that decides first. */
  readonly limits: readonly LimitForecast[];
}

export interface LimitForecast {
  readonly limited: Limited;
  readonly pace: Pace & Pick<DomainPace, "connections">;
  /** How many messages of the mailing it is for. */
  readonly messages: number;
  /** The quotas, with what is used of them when the mailing begins. */
  readonly quotas: readonly QuotaState[];
  /** How long it holds them up at least, in ms. */
  readonly durationMs: number;
}

export interface ForecastInput {
  readonly rules: PaceRules;
  /** As they are when the mailing begins; they are used up by this. */
  readonly limits: Limits;
  readonly at: Instant;
  readonly messages: number;
  /** For each of `rules.domains`. */
  readonly byGroup: readonly number[];
  /** With the weight 0 it stands by: it sends when the quotas of all others are used up. */
  readonly relays: readonly { readonly name: string; readonly weight?: number }[];
}

/**
 * Sends the mailing in the head: each limit alone, as if relays took mail in no time. A mailing with several limits
 * takes at least as long as the slowest of them, and so do relays that share it, as long as it takes them together.
 */
export function forecast(input: ForecastInput): PaceForecast {
  const { rules, limits, at, messages, byGroup } = input;
  const groups = (rules.domains ?? []).map((group, index) => {
    const { domains: _, ...pace } = group;
    return timed(limits.ofGroup(index), pace, byGroup[index] ?? 0, at);
  });
  const all = [timed(limits.ofAll, spansOf(rules), messages, at), ...throughRelays(input), ...groups];
  const found = all
    .filter(({ isLimited }) => isLimited)
    .map(({ forecast: one }) => one)
    .sort((one, other) => other.durationMs - one.durationMs);
  const durationMs = found[0]?.durationMs ?? 0;
  return {
    durationMs,
    ...(durationMs === 0 ? {} : { perSecond: (messages * 1_000) / durationMs }),
    limits: found,
  };
}

interface Timed {
  readonly forecast: LimitForecast;
  readonly isLimited: boolean;
  readonly stretches: readonly Stretch[];
}

/** Messages that go evenly in a span of time. */
interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly messages: number;
}

function timed(
  limit: Limit,
  pace: Pace & Pick<RelayPace, "warmUp"> & Pick<DomainPace, "connections">,
  messages: number,
  at: Instant,
): Timed {
  const { warmUp: _, ...spans } = pace;
  const quotas = limit.quotas(at);
  const stretches = stretchesOf(limit, perSecond(pace), messages, at);
  const durationMs = stretches.at(-1)?.toMs ?? 0;
  return {
    forecast: { limited: limit.limited, pace: spans, messages, quotas, durationMs },
    isLimited: quotas.length > 0 || Object.keys(spans).length > 0,
    stretches,
  };
}

/** Relays that send: how many messages each of them takes follows from how long they take together. */
function throughRelays(input: ForecastInput): readonly Timed[] {
  const { messages } = input;
  const weighted = input.relays.filter(({ weight = 1 }) => weight > 0).map(({ name }) => name);
  const alone = weighted.map((name) => throughRelay(input, name, 0));
  const standbyFromMs = Math.max(0, ...alone.map(usedUpAfterMs));
  const standbys = input.relays.map(({ name }) => name).filter((name) => !weighted.includes(name));
  const each = [
    ...alone,
    ...(standbyFromMs === Number.POSITIVE_INFINITY ? [] : standbys).map((name) =>
      throughRelay(input, name, standbyFromMs),
    ),
  ];
  if (each.length < 2) return each;
  const toMs = each.map(({ forecast: one }) => one.durationMs);
  let [tooShort, enough] = [0, Math.min(...toMs)];
  while (enough - tooShort > 1_000) {
    const middle = (enough + tooShort) / 2;
    if (each.reduce((sum, { stretches }) => sum + sentBy(stretches, middle), 0) < messages) tooShort = middle;
    else enough = middle;
  }
  return each.map((one) => ({
    ...one,
    forecast: {
      ...one.forecast,
      messages: Math.min(messages, Math.ceil(sentBy(one.stretches, enough))),
      durationMs: enough,
    },
  }));
}

/** All messages through one relay, which begins so late. */
function throughRelay({ rules, limits, messages, at }: ForecastInput, name: string, fromMs: number): Timed {
  const one = timed(limits.ofRelay(name), rules.relays?.[name] ?? {}, messages, at + fromMs);
  return {
    ...one,
    forecast: { ...one.forecast, durationMs: one.forecast.durationMs + fromMs },
    stretches: one.stretches.map((stretch) => ({
      ...stretch,
      fromMs: stretch.fromMs + fromMs,
      toMs: stretch.toMs + fromMs,
    })),
  };
}

/**
 * When its quota is used up for so long that a standby steps in, for the first time; infinite when that never happens.
 */
function usedUpAfterMs({ stretches }: Timed): number {
  let freeMs = 0;
  for (const { fromMs, toMs } of stretches) {
    if (fromMs - freeMs > standbyMs) return freeMs;
    freeMs = toMs;
  }
  return Number.POSITIVE_INFINITY;
}

function sentBy(stretches: readonly Stretch[], ms: number): number {
  return stretches.reduce((sum, { fromMs, toMs, messages }) => {
    if (ms >= toMs) return sum + messages;
    return ms <= fromMs ? sum : sum + (messages * (ms - fromMs)) / (toMs - fromMs);
  }, 0);
}

/** A mailing that would take longer in the head than this goes on as it has gone so far. */
const mostStretches = 2_000;

function stretchesOf(
  limit: Limit,
  rate: number | undefined,
  messages: number,
  at: Instant,
): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const atOnce = chunkOf(limit.quotas(at), rate);
  let left = messages;
  for (let now = at; left > 0; ) {
    const room = Math.min(left, atOnce, limit.roomAt(now));
    if (room <= 0) {
      const next = limit.roomFrom(now);
      if (next === Number.POSITIVE_INFINITY) break;
      now = next;
      continue;
    }
    const toMs = now - at + (rate === undefined ? 0 : (room * 1_000) / rate);
    stretches.push({ fromMs: now - at, toMs, messages: room });
    left -= room;
    now = at + toMs;
    limit.take(now, room);
    if (stretches.length < mostStretches || left === 0) continue;
    const lasts = (toMs * left) / (messages - left);
    stretches.push({ fromMs: toMs, toMs: toMs + lasts, messages: left });
    break;
  }
  return stretches;
}

/** Small against the shortest quota: what comes back meanwhile counts. */
function chunkOf(quotas: readonly QuotaState[], rate: number | undefined): number {
  if (rate === undefined || quotas.length === 0) return Number.POSITIVE_INFINITY;
  const spanSeconds = quotas.some(({ span }) => span === "hour") ? 3_600 : 86_400;
  return Math.max(1, Math.floor((rate * spanSeconds) / 50));
}

function spansOf({ domains: _, relays: __, ...spans }: PaceRules): Pace {
  return spans;
}
