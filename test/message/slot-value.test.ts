import { describe, expect, test } from "@jest/globals";
import { linksOf } from "../../src/message/links.ts";
import { slotValue } from "../../src/message/slot-value.ts";
import { places } from "../../src/model/edition.ts";
import { buildRecipient, fieldSlot, linkSlot, testKey, voteSlot } from "../support/message-builder.ts";

function filledBy(slot: Parameters<typeof slotValue>[0], fields: Record<string, string> = {}): string {
  const recipient = buildRecipient({ fields });
  const links = linksOf({ siteUrl: "https://news.example.org", mailing: 5, key: testKey }, recipient);
  return slotValue(slot, { recipient, links });
}

describe("the value of a slot", () => {
  test("is escaped for HTML text and attributes", () => {
    const fields = { firstName: `"><mj-raw>&'{{x}}` };
    const escaped = "&quot;&gt;&lt;mj-raw&gt;&amp;&#39;&#123;&#123;x&#125;&#125;";
    expect(filledBy(fieldSlot("firstName", "text"), fields)).toBe(escaped);
    expect(filledBy(fieldSlot("firstName", "attribute"), fields)).toBe(escaped);
  });

  test("cannot end, extend or leave a URL", () => {
    expect(filledBy(fieldSlot("firstName", "url"), { firstName: `a/b?c=d&e#f"'()*!<> é` })).toBe(
      "a%2Fb%3Fc%3Dd%26e%23f%22%27%28%29%2A%21%3C%3E%20%C3%A9",
    );
    expect(filledBy(fieldSlot("firstName", "url"), { firstName: "javascript:x" })).toBe("javascript%3Ax");
  });

  test("is the value itself where no HTML stands", () => {
    expect(filledBy(fieldSlot("firstName", "plain"), { firstName: "Zoë & <Bob>" })).toBe("Zoë & <Bob>");
  });

  test("has no control characters, bidi overrides or lone surrogates in any place", () => {
    const fields = { firstName: "Bob\r\nBcc: x\u0000\u202e\u2028\ud83c!" };
    for (const place of places)
      expect(filledBy(fieldSlot("firstName", place), fields)).not.toMatch(
        /[\p{Cc}\p{Cs}\u2028\u202e]|%0[AD]/u,
      );
    expect(filledBy(fieldSlot("firstName", "plain"), fields)).toBe("Bob Bcc: x !");
  });

  test.each([[{}], [{ firstName: "" }], [{ firstName: " \t\u200f " }]])(
    "is the fallback when the reader has nothing to show: %j",
    (fields: Record<string, string>) => {
      expect(filledBy(fieldSlot("firstName", "plain", "friend"), fields)).toBe("friend");
    },
  );

  test("is the fallback for names that every object inherits", () => {
    expect(filledBy(fieldSlot("constructor", "plain", "friend"))).toBe("friend");
    expect(filledBy(fieldSlot("__proto__", "plain", "friend"))).toBe("friend");
  });

  test("escapes the fallback as it escapes a value", () => {
    expect(filledBy(fieldSlot("firstName", "text", "<b>"))).toBe("&lt;b&gt;");
    expect(filledBy(fieldSlot("firstName", "url", "a b"))).toBe("a%20b");
  });

  test("cannot be made a link by mail programs, in any place where it is read", () => {
    const fields = { firstName: "Win at https://evil.example" };
    for (const place of ["plain", "text", "attribute"] as const)
      expect(filledBy(fieldSlot("firstName", place), fields)).toBe("Win at https:\u202f//evil.\u202fexample");
    expect(filledBy(fieldSlot("firstName", "url"), fields)).toBe("Win%20at%20https%3A%2F%2Fevil.example");
  });

  test("has at most 200 characters, counted as readers would, and ends in … when it was longer", () => {
    const longest = "é𝒜".repeat(100);
    expect(filledBy(fieldSlot("firstName", "plain"), { firstName: longest })).toBe(longest);
    const shortened = filledBy(fieldSlot("firstName", "plain"), { firstName: `${longest}x` });
    expect([...shortened]).toHaveLength(200);
    expect(shortened).toBe(`${"é𝒜".repeat(99)}é…`);
    expect(filledBy(fieldSlot("firstName", "url"), { firstName: "x".repeat(201) })).toBe(
      `${"x".repeat(199)}%E2%80%A6`,
    );
  });

  test("leaves the fallback, which is the editor's, as long and with the addresses it has", () => {
    const fallback = `see example.org, ${"x".repeat(200)}`;
    expect(filledBy(fieldSlot("firstName", "plain", fallback))).toBe(fallback);
  });

  test("is one and the same URL in HTML and in text for the links of a reader", () => {
    for (const name of ["unsubscribe", "preferences", "webVersion"] as const)
      expect(filledBy(linkSlot(name, "url"))).toBe(filledBy(linkSlot(name, "plain")));
    expect(filledBy(voteSlot("press", "yes", "url"))).toBe(filledBy(voteSlot("press", "yes", "plain")));
  });
});
