import { timingSafeEqual } from "node:crypto";
import { hourMs, type Instant } from "../../base/clock.ts";
import { keyedToken } from "../../base/token.ts";

/**
 * When a form was shown, signed: `m3x1k2ab.<proof>`. Programs that fill forms in have none, or send it at once, or keep
 * one for ever; people take some seconds, and their tab may be a day old.
 */
export function formTime(key: string, now: Instant): string {
  return `${now.toString(36)}.${proofOf(key, now)}`;
}

/** `early`: nobody types that fast. `late` and `absent` are nobody's fault: the form is shown once more. */
export function formTimeState(
  key: string,
  written: string | undefined,
  now: Instant,
): "good" | "early" | "late" | "absent" {
  const [, base = "", proof = ""] = /^([0-9a-z]{1,11})\.([a-z2-7]{32})$/.exec(written ?? "") ?? [];
  const shownAt = Number.parseInt(base, 36);
  if (base === "" || !Number.isSafeInteger(shownAt) || !isSame(proof, proofOf(key, shownAt))) return "absent";
  const age = now - shownAt;
  if (age < shortestMs) return "early";
  return age > longestMs ? "late" : "good";
}

function proofOf(key: string, at: Instant): string {
  return keyedToken(key, "form time", String(at));
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

const shortestMs = 2_000;
const longestMs = 24 * hourMs;
