import { describe, expect, test } from "@jest/globals";
import { keyedToken, openToken, randomKey, randomToken, signedTokens } from "../../src/base/token.ts";

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

describe("a random token", () => {
  test("has 32 characters of lower-case base32, and a key 52", () => {
    expect(randomToken()).toMatch(/^[a-z2-7]{32}$/);
    expect(randomKey()).toMatch(/^[a-z2-7]{52}$/);
  });

  test("is never the same twice", () => {
    expect(new Set(Array.from({ length: 1000 }, () => randomToken())).size).toBe(1000);
  });
});

describe("a keyed token", () => {
  test("is always the same for the same key, purpose and parts", () => {
    expect(keyedToken("key", "vote", "a", "b")).toBe(keyedToken("key", "vote", "a", "b"));
    expect(keyedToken("key", "vote", "a", "b")).toMatch(/^[a-z2-7]{32}$/);
  });

  test("differs with the key, the purpose, and where one part ends and the next begins", () => {
    const tokens = [
      keyedToken("key", "vote", "a", "b"),
      keyedToken("other", "vote", "a", "b"),
      keyedToken("key", "bounce", "a", "b"),
      keyedToken("key", "vote", "ab"),
      keyedToken("key", "vote", "ab", ""),
      keyedToken("key", "vote", "a", "b", ""),
      keyedToken("key", "vote,a", "b"),
      keyedToken("key", 'vote","a', "b"),
    ];
    expect(new Set(tokens).size).toBe(tokens.length);
  });
});

describe("a signed token", () => {
  const token = signedTokens("key", 42, 1_000_000)("bounce");

  test("fits into a local part behind bounce+ and survives a change of case", () => {
    expect(`bounce+${token}`.length).toBeLessThanOrEqual(64);
    expect(token).toMatch(/^[a-z2-7]{45}$/);
    expect(openToken("key", "bounce", token.toUpperCase())).toEqual({ mailing: 42, reader: 1_000_000 });
  });

  test.each([
    [0, 0],
    [1, 2],
    [42, 1_000_000],
    [2 ** 48 - 1, 2 ** 48 - 1],
  ])("carries mailing %d and reader %d", (mailing, reader) => {
    expect(openToken("key", "bounce", signedTokens("key", mailing, reader)("bounce"))).toEqual({
      mailing,
      reader,
    });
  });

  test.each([-1, 1.5, 2 ** 48, Number.NaN])("is not made for the counter %d", (counter) => {
    expect(() => signedTokens("key", counter, 1)).toThrow(/out of range/);
  });

  test("opens only with its own key", () => {
    expect(openToken("other", "bounce", token)).toBeUndefined();
  });

  test("opens only for its own purpose", () => {
    const tokens = signedTokens("key", 42, 1_000_000);
    const purposes = ["bounce", "web", "vote", "confirm", "preferences"] as const;
    for (const one of purposes)
      for (const other of purposes)
        expect(openToken("key", other, tokens(one)) !== undefined).toBe(one === other);
  });

  test("does not open when any one of its characters is another", () => {
    const opened: string[] = [];
    for (let index = 0; index < token.length; index += 1)
      for (const other of alphabet.replace(token.charAt(index), "")) {
        const forged = token.slice(0, index) + other + token.slice(index + 1);
        if (openToken("key", "bounce", forged) !== undefined) opened.push(forged);
      }
    expect(opened).toEqual([]);
  });

  test.each([
    ["a character too many", `${token}a`],
    ["another character too many", `a${token}`],
    ["a character too few", token.slice(1)],
    ["its last character missing", token.slice(0, -1)],
    ["padding", `${token}===`],
    ["a space behind it", `${token} `],
    ["a character outside the alphabet", `1${token.slice(1)}`],
    ["nothing in it", ""],
  ])("does not open with %s", (_, forged) => {
    expect(openToken("key", "bounce", forged)).toBeUndefined();
  });
});
