import { describe, expect, test } from "@jest/globals";
import { slugOf } from "../../src/issue/scaffold/slug.ts";

describe("A title in a file's name", () => {
  test.each([
    ["Two founders, one feud", "en", "two-founders-one-feud"],
    ["Über Größe & Öl", "de", "ueber-groesse-oel"],
    ["U\u0308ber", "de-AT", "ueber"],
    ["Über Größe", "sv", "uber-grosse"],
    ["L’été à Łódź: ça commence", "fr", "lete-a-lodz-ca-commence"],
    ["Smørrebrød, Ångström, Þór", "en", "smorrebrod-angstrom-thor"],
    ["İstanbul’da ığdır", "tr", "istanbulda-igdir"],
    ["Hello {{firstName|there}}, it's {{city}}", "en", "hello-its"],
    ["../../etc/passwd", "en", "etc-passwd"],
    ['C:\\con #1: "x"?', "en", "c-con-1-x"],
    ["🎉 100% 🎉", "en", "100"],
    ["AI の未来", "ja", "ai"],
    ["ﬁne １２", "en", "fine-12"],
  ])("%j in %s is %s", (title, language, slug) => {
    expect(slugOf(title, language)).toBe(slug);
  });

  test.each(["قصة اليوم", "今週の話", "🎉", "…", ""])("%j has none", (title) => {
    expect(slugOf(title, "en")).toBeUndefined();
  });

  test("is cut between words, and within one that is too long", () => {
    expect(slugOf("a very long title ".repeat(12), "en")).toBe(
      "a-very-long-title-a-very-long-title-a-very-long",
    );
    expect(slugOf("x".repeat(200), "en")).toBe("x".repeat(50));
  });
});
