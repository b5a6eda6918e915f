import type { Instant } from "../../../base/clock.ts";
import { type Answer, parseAnswer } from "./answer.ts";

/** What addresses came to when they were last asked, so that nobody is asked twice in a week. */
export interface LinkMemory {
  /** What is still worth something: a good answer for as long as the newsletter says, others for an hour. */
  recall(url: string, now: Instant): Answer | undefined;
  note(url: string, answer: Answer, now: Instant): void;
  /** As a file keeps it; what has become too old is left out. */
  text(now: Instant): string;
}

interface Remembered {
  readonly answer: Answer;
  readonly askedAt: Instant;
}

const hourMs = 3_600_000;

/** `text` is what a file has kept; of one that cannot be read nothing is remembered. */
export function linkMemory(text: string, keepMs: number): LinkMemory {
  const known = new Map(parse(text));
  const isFresh = ({ answer, askedAt }: Remembered, now: Instant) =>
    askedAt <= now && now - askedAt < (isGood(answer) ? keepMs : Math.min(keepMs, hourMs));
  return {
    recall(url, now) {
      const one = known.get(url);
      return one !== undefined && isFresh(one, now) ? one.answer : undefined;
    },
    note(url, answer, now) {
      known.set(url, { answer, askedAt: now });
    },
    text(now) {
      const kept = [...known].filter(([, one]) => isFresh(one, now)).sort(([a], [b]) => (a < b ? -1 : 1));
      return `${JSON.stringify(Object.fromEntries(kept), null, 1)}\n`;
    },
  };
}

export function isGood(answer: Answer): boolean {
  return answer.status === "answered" && answer.code < 400;
}

function* parse(text: string): Generator<readonly [string, Remembered]> {
  for (const [url, value] of Object.entries(recordIn(text))) {
    const { answer, askedAt } = (value ?? {}) as { answer?: unknown; askedAt?: unknown };
    const read = parseAnswer(answer);
    if (read !== undefined && typeof askedAt === "number") yield [url, { answer: read, askedAt }];
  }
}

function recordIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
