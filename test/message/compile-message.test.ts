import { describe, expect, test } from "@jest/globals";
import PostalMime from "postal-mime";
import { openToken, randomKey } from "../../src/base/token.ts";
import { compileMessage } from "../../src/message/compile-message.ts";
import { personalize } from "../../src/message/personalize.ts";
import type { Edition } from "../../src/model/edition.ts";
import { mailingId } from "../../src/model/mailing.ts";
import type { Sender } from "../../src/model/sender.ts";
import type { Recipient } from "../../src/model/subscriber.ts";
import { checkEml, checkMailing } from "../support/eml-checker.ts";
import {
  buildEdition,
  buildPicture,
  buildPictured,
  buildRecipient,
  buildSender,
  fieldSlot,
  testKey,
  testMailing,
} from "../support/message-builder.ts";
import { type Changes, messageOf } from "./message-of.ts";

const picture = buildPicture(1000);
const withPicture = buildPictured(picture);

describe("the envelope of a message", () => {
  test("has a return path that says which mailing and which reader", () => {
    const { envelope } = messageOf({ recipient: { subscriber: 12 } });
    const [, token = ""] = /^bounce\+([a-z2-7]+)@bounces\.example\.org$/.exec(envelope.from) ?? [];
    expect(openToken(testKey, "bounce", token)).toEqual({
      mailing: mailingId(testMailing.issue, testMailing.list),
      reader: 12,
    });
    expect(envelope.from.split("@")[0]?.length).toBeLessThanOrEqual(64);
  });

  test("names another mailing when it is for a part of the list, as the links do", () => {
    const mailings = [undefined, 'tag "beta"', 'tag "member"'].map((only) => {
      const part = only === undefined ? {} : { only };
      const { envelope, bytes } = messageOf({ mailing: part });
      const [, bounce = ""] = /^bounce\+([a-z2-7]+)@/.exec(envelope.from) ?? [];
      const id = mailingId(testMailing.issue, testMailing.list, only);
      expect(openToken(testKey, "bounce", bounce)?.mailing).toBe(id);
      expect(bytes.length).toBeGreaterThan(0);
      return id;
    });
    expect(new Set(mailings).size).toBe(3);
  });

  test("returns to From when no bounce domain is configured", () => {
    const { bounceDomain: _, ...sender } = buildSender();
    const message = personalize(
      compileMessage(buildEdition(), sender, testMailing, testKey),
      buildRecipient(),
    );
    expect(message.envelope.from).toBe("ada@news.example.org");
    expect(checkEml(message.bytes, message.envelope)).toEqual([]);
  });
});

describe("the parts of a message", () => {
  test("are text, then HTML", () => {
    const message = messageOf();
    expect(checkEml(message.bytes, message.envelope, { bounceDomain: "bounces.example.org" })).toEqual([]);
  });

  test("are text, then HTML with its pictures", async () => {
    const message = messageOf({ edition: withPicture });
    expect(checkEml(message.bytes, message.envelope)).toEqual([]);
    const [attachment] = (await PostalMime.parse(message.bytes)).attachments;
    expect(attachment).toMatchObject({
      filename: "press.png",
      contentId: "<press@letterpress>",
      related: true,
    });
    expect(Buffer.from(attachment?.content as ArrayBuffer).equals(picture.bytes)).toBe(true);
  });

  test("hold pictures of every length", async () => {
    for (let length = 1; length <= 120; length += 1) {
      const bytes = picture.bytes.subarray(0, length);
      const message = messageOf({ edition: { ...withPicture, attachments: [{ ...picture, bytes }] } });
      expect(checkEml(message.bytes, message.envelope)).toEqual([]);
      const [attachment] = (await PostalMime.parse(message.bytes)).attachments;
      expect(Buffer.from(attachment?.content as ArrayBuffer).equals(bytes)).toBe(true);
    }
  });

  test.each(["bücher und 書.png", "a\r\nb.png", 'q"uote\\.png', `${"字".repeat(200)}.png`])(
    "hold a picture called %j",
    (filename) => {
      const edition = buildEdition({
        html: ['<p>Movable letters changed everything about reading.</p><img src="cid:a" alt="">\n'],
        attachments: [{ ...picture, cid: "a", filename }],
      });
      const message = messageOf({ edition });
      expect(checkEml(message.bytes, message.envelope)).toEqual([]);
    },
  );

  test("refuse a picture whose id or type could end its header", () => {
    for (const fault of [{ cid: "a>\r\nBcc: x" }, { contentType: "image/png\r\n" }])
      expect(() => messageOf({ edition: buildEdition({ attachments: [{ ...picture, ...fault }] }) })).toThrow(
        /cannot stand in a header/,
      );
  });
});

describe("a compiled message", () => {
  test("is the same to the byte every time", () => {
    const again = () => messageOf({ edition: withPicture }).bytes;
    expect(again().equals(again())).toBe(true);
  });

  test("has ids, links and return paths of its own for every reader", () => {
    const template = compileMessage(buildEdition(), buildSender(), testMailing, testKey);
    const all = Array.from({ length: 100 }, (_, index) =>
      personalize(
        template,
        buildRecipient({
          subscriber: index + 1,
          email: `reader${index}@example.org`,
          unsubscribeToken: `abcdefghijklmnopqrstuvwxyz${"abcdefghij"[index % 10]}${"klmnopqrst"[Math.floor(index / 10)]}2345`,
        }),
      ),
    );
    expect(checkMailing(all)).toEqual([]);
    expect(new Set(all.map(({ messageId }) => messageId)).size).toBe(100);
    for (const { bytes, envelope, messageId } of all) {
      expect(bytes.includes(`\r\nMessage-ID: ${messageId}\r\n`)).toBe(true);
      expect(checkEml(bytes, envelope)).toEqual([]);
    }
  });

  test("keeps its name under a new key, so that a second copy is known as one", () => {
    const named = (key: string, changes: Partial<Recipient> = {}) =>
      personalize(compileMessage(buildEdition(), buildSender(), testMailing, key), buildRecipient(changes))
        .messageId;
    expect(named(randomKey())).toBe(named(testKey));
    expect(named(testKey, { subscriber: 4_711 })).not.toBe(named(testKey));
    expect(named(testKey)).not.toContain(buildRecipient().unsubscribeToken);
  });

  test("names a message by mailing and reader, whatever it says", () => {
    const id = (changes: Changes) => messageOf(changes).messageId;
    expect(id({ edition: withPicture, recipient: { fields: {} } })).toBe(id({}));
    expect(id({ mailing: { list: "daily" } })).not.toBe(id({}));
    expect(id({ mailing: { issue: "another" } })).not.toBe(id({}));
  });

  test("counts the bytes that all readers share", () => {
    const template = compileMessage(buildEdition(), buildSender(), testMailing, testKey);
    expect(template.literalBytes).toBe(Buffer.concat(template.literals).length);
    expect(template.literals).toHaveLength(template.gaps.length + 1);
  });

  test("fills slots with the same content once", () => {
    const slots = Array.from({ length: 40 }, () => [fieldSlot("firstName", "text"), " "]).flat();
    const count = (html: Edition["html"]) =>
      compileMessage(buildEdition({ html }), buildSender(), testMailing, testKey).fillers.length;
    expect(count(slots)).toBe(count([]));
  });
});

describe("compiling refuses", () => {
  test.each<[string, Partial<Sender>]>([
    ["a From that is no address", { from: { name: "Ada", email: "ada" } }],
    ["a From with two addresses", { from: { name: "Ada", email: "a@example.org, b@example.org" } }],
    ["a From that needs SMTPUTF8", { from: { name: "Ada", email: "léa@example.org" } }],
    ["a Reply-To with a line break", { replyTo: "a@example.org\r\nBcc: x@example.org" }],
    ["a site URL with a bracket", { siteUrl: "https://news.example.org>" }],
    ["a site URL that is no URL", { siteUrl: "news.example.org" }],
    ["a site URL that is not encrypted", { siteUrl: "http://news.example.org" }],
    ["a site without a domain name", { siteUrl: "https://localhost" }],
    ["a list id without a dot", { listId: "weekly" }],
    ["a list id with a bracket", { listId: "weekly.example.org>" }],
    ["a bounce domain with an @", { bounceDomain: "x@example.org" }],
    ["a feedback id with a colon", { feedbackId: "weekly:press" }],
    ["a feedback id that is too long", { feedbackId: "a-very-long-name" }],
  ])("%s", (_title, sender) => {
    expect(() => messageOf({ sender })).toThrow(expect.objectContaining({ code: "message/sender-invalid" }));
  });
});
