import { randomBytes, timingSafeEqual } from "node:crypto";
import { type Instant, systemClock } from "./clock.ts";

/*
 * The token of a subscription, which its unsubscribe links hold, has two parts: the finder, by which the store looks it
 * up, and behind it the proof, 130 random bits that are compared in constant time. What an index tells by how long it
 * takes is the finder, and that proves nothing.
 *
 * A finder begins with when it was made, so that an index takes a million of them at its end and not all over, which
 * costs an import half of what it writes. It is no counter: nobody reads from it how many readers there are. Two
 * subscriptions may have one.
 */

export const tokenLength = 36;
/** Older tokens are 160 random bits in 32 letters: of those the finder is the first six. */
const proofLength = 26;

/** So many new tokens, in ASCII, one behind the other. `now` only says where an index has them. */
export function subscriptionTokens(count: number, now = systemClock.now()): Buffer {
  const letters = randomBytes(count * tokenLength);
  for (let place = 0; place < letters.length; place += 1)
    letters[place] = alphabet[(letters[place] ?? 0) & 31] ?? 0;
  const moment = momentLetters(now);
  for (let start = 0; start < letters.length; start += tokenLength) moment.copy(letters, start);
  return letters;
}

export function subscriptionToken(): string {
  return subscriptionTokens(1).toString("latin1");
}

/** What can be a token of a subscription, in small letters; undefined for anything else. */
export function parseSubscriptionToken(written: string): string | undefined {
  const token = written.toLowerCase();
  return /^(?:[a-z2-7]{32}|[a-z2-7]{36})$/.test(token) ? token : undefined;
}

/** A link to unsubscribe that is shown to somebody it is not of. */
export function withoutToken(text: string): string {
  return text.replace(/\/u\/[a-z2-7]{32,36}/gi, "/u/…");
}

/** By what the store finds a token in small letters; its column `finder` is made in the same way. */
export function finderOf(token: string): string {
  return token.slice(0, -proofLength);
}

/** Takes as long wherever they differ. */
export function isSameToken(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * The second, in the six letters that a finder begins with. They begin anew every 34 years, next in 2038, which costs
 * an index a little and nobody else.
 */
function momentLetters(now: Instant): Buffer {
  const letters = Buffer.alloc(6);
  let seconds = Math.floor(now / 1_000);
  for (let place = 5; place >= 0; place -= 1, seconds = Math.floor(seconds / 32))
    letters[place] = alphabet[seconds % 32] ?? 0;
  return letters;
}

/** The letters of base32, in the order in which an index has them. */
const alphabet = Buffer.from("234567abcdefghijklmnopqrstuvwxyz");
