import { describe, expect, test } from "@jest/globals";
import { openToken } from "../../src/base/token.ts";
import { linksOf } from "../../src/message/links.ts";
import { buildRecipient, testKey } from "../support/message-builder.ts";

const origin = { siteUrl: "https://news.example.org", mailing: 281_474_976_710_655, key: testKey };
const recipient = buildRecipient({ subscriber: 41 });
const links = linksOf(origin, recipient);

describe("the links of a reader", () => {
  test("carry the token of the subscription where it must work for years", () => {
    expect(links.unsubscribe).toBe(`https://news.example.org/u/${recipient.unsubscribeToken}`);
  });

  test("carry a signed token that says which mailing and which reader", () => {
    const [, web = ""] = /^https:\/\/news\.example\.org\/m\/([a-z2-7]+)$/.exec(links.webVersion()) ?? [];
    const [, own = ""] = /^https:\/\/news\.example\.org\/p\/([a-z2-7]+)$/.exec(links.preferences()) ?? [];
    const vote = links.vote("press", "yes");
    const [, ballot = ""] = /^https:\/\/news\.example\.org\/v\/([a-z2-7]+)\/press\/yes$/.exec(vote) ?? [];
    expect(openToken(testKey, "web", web)).toEqual({
      mailing: origin.mailing,
      reader: 41,
    });
    expect(openToken(testKey, "vote", ballot)).toEqual({ mailing: origin.mailing, reader: 41 });
    expect(openToken(testKey, "preferences", own)).toEqual({ mailing: origin.mailing, reader: 41 });
    for (const other of [web, ballot, recipient.unsubscribeToken])
      expect(openToken(testKey, "preferences", other)).toBeUndefined();
    expect(openToken(testKey, "vote", web)).toBeUndefined();
  });

  test("differ only in the option between the votes of one reader", () => {
    expect(links.vote("press", "no")).toBe(links.vote("press", "yes").replace(/yes$/, "no"));
  });

  test("hold nothing that could end the header or attribute they stand in", () => {
    const hostile = linksOf(origin, { ...recipient, unsubscribeToken: 'x>\r\nBcc: "y"' });
    for (const url of [hostile.unsubscribe, hostile.preferences(), links.vote('"', "\r\n")])
      expect(url).toMatch(/^[\w:/.%-]+$/);
  });
});
