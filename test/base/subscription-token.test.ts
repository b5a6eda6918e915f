import { describe, expect, test } from "@jest/globals";
import {
  finderOf,
  isSameToken,
  parseSubscriptionToken,
  subscriptionToken,
  subscriptionTokens,
  tokenLength,
} from "../../src/base/subscription-token.ts";

const now = Date.UTC(2026, 10, 29);

function tokens(count: number, at = now): readonly string[] {
  const letters = subscriptionTokens(count, at).toString("latin1");
  return Array.from({ length: count }, (_, index) =>
    letters.slice(index * tokenLength, (index + 1) * tokenLength),
  );
}

describe("the token of a subscription", () => {
  test("has ten letters to find it by and 26 that prove it, in small letters that survive a change of case", () => {
    const token = subscriptionToken();
    expect(token).toMatch(/^[a-z2-7]{36}$/);
    expect(finderOf(token)).toBe(token.slice(0, 10));
    expect(parseSubscriptionToken(token.toUpperCase())).toBe(token);
  });

  test("has a proof in which every letter is as likely at every place, and that is never there twice", () => {
    const proofs = tokens(2_000).map((token) => token.slice(10));
    expect(new Set(proofs).size).toBe(2_000);
    for (let place = 0; place < 26; place += 1)
      expect(new Set(proofs.map((proof) => proof[place])).size).toBe(32);
  });

  test("is found behind all that were made in an earlier second", () => {
    const moments = [0, 1, 25, 26, 31, 32, 1_000, 32_768, 5_000_000].map((second) => now + second * 1_000);
    const made = moments.map((at) => tokens(1, at)[0] ?? "");
    expect(made.toSorted()).toEqual(made);
  });

  test("counts nobody: those of one second begin alike and go on by chance", () => {
    const finders = tokens(1_000).map(finderOf);
    expect(new Set(finders.map((finder) => finder.slice(0, 6))).size).toBe(1);
    expect(new Set(finders.map((finder) => finder.slice(6))).size).toBeGreaterThan(950);
    expect(finders.toSorted()).not.toEqual(finders);
  });

  test("of an older version is found by its first six letters", () => {
    const old = "abcdefghijklmnopqrstuvwxyz234567";
    expect(parseSubscriptionToken(old)).toBe(old);
    expect(finderOf(old)).toBe("abcdef");
  });

  test.each([
    "",
    "abc",
    "a".repeat(31),
    "a".repeat(34),
    "a".repeat(37),
    `${"a".repeat(35)}1`,
    `${"a".repeat(31)}é`,
  ])("is not %j", (written) => {
    expect(parseSubscriptionToken(written)).toBeUndefined();
  });

  test("is the same as another only when every letter is", () => {
    const [one = "", other = ""] = tokens(2);
    expect(isSameToken(one, `${one}`)).toBe(true);
    expect(isSameToken(one, finderOf(one) + other.slice(10))).toBe(false);
    expect(isSameToken(one, one.slice(0, -1))).toBe(false);
    expect(isSameToken("é", "ab")).toBe(false);
  });
});
