import { describe, expect, test } from "@jest/globals";
import { subscriptionToken } from "../../src/base/subscription-token.ts";
import { linksOf } from "../../src/message/links.ts";
import { longestSlot } from "../../src/message/longest-slot.ts";
import { slotValue } from "../../src/message/slot-value.ts";
import { places, type Slot } from "../../src/model/edition.ts";
import { buildRecipient, fieldSlot, linkSlot, testKey, voteSlot } from "../support/message-builder.ts";

const siteUrl = "https://news.example.org";

function bytesFor(slot: Slot, firstName: string): number {
  const recipient = buildRecipient({
    subscriber: 2 ** 40,
    fields: { firstName },
    unsubscribeToken: subscriptionToken(),
  });
  return Buffer.byteLength(
    slotValue(slot, { recipient, links: linksOf({ siteUrl, mailing: 2 ** 40, key: testKey }, recipient) }),
  );
}

describe("the longest that a slot can get", () => {
  test("is 200 characters of six bytes in HTML, and of twelve in a URL", () => {
    expect(longestSlot(fieldSlot("firstName", "text"), siteUrl)).toBe(1200);
    expect(longestSlot(fieldSlot("firstName", "attribute"), siteUrl)).toBe(1200);
    expect(longestSlot(fieldSlot("firstName", "url"), siteUrl)).toBe(2400);
  });

  test("is the fallback when that is longer", () => {
    expect(longestSlot(fieldSlot("firstName", "text", "x".repeat(5000)), siteUrl)).toBe(5000);
  });

  test.each([
    '"',
    "{",
    "&",
    "'",
    "é",
    "𝒜",
    "👩‍🚀",
    "．",
    "＠",
    "a.co ",
    "x@y.zz ",
    "https://",
    "\\\\",
    "www.",
    "\u202e",
  ])("is not passed by a name full of %s", (unit) => {
    for (const place of places) {
      const slot = fieldSlot("firstName", place);
      expect(bytesFor(slot, unit.repeat(300))).toBeLessThanOrEqual(longestSlot(slot, siteUrl));
    }
  });

  test("is exactly the length of a reader's own links", () => {
    for (const slot of [
      linkSlot("unsubscribe", "attribute"),
      linkSlot("preferences", "attribute"),
      linkSlot("webVersion", "attribute"),
      voteSlot("press", "yes", "attribute"),
    ])
      expect(longestSlot(slot, siteUrl)).toBe(bytesFor(slot, "Ada"));
  });
});
