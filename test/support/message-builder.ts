import { type Edition, editionOf, type Place, type Segments, type Slot } from "../../src/model/edition.ts";
import type { Sender } from "../../src/model/sender.ts";
import type { Recipient } from "../../src/model/subscriber.ts";

/** Editions, senders and recipients that make a message without fault; a test changes only what it is about. */

export const testKey = "kq3fzyk7m5b2v6x4c7w3n5p2r6t4u7a2d3e5f6g7h2i3j4k5l6m7";

export const testMailing = {
  issue: "2026-09-01-hello",
  list: "weekly",
  date: Date.UTC(2026, 8, 1, 7, 30),
} as const;

export function fieldSlot(name: string, place: Place, fallback = "there"): Slot {
  return { value: { kind: "field", name, fallback }, place };
}

export function linkSlot(name: "unsubscribe" | "preferences" | "webVersion", place: Place): Slot {
  return { value: { kind: "link", name }, place };
}

export function voteSlot(poll: string, option: string, place: Place): Slot {
  return { value: { kind: "vote", poll, option }, place };
}

export function buildSender(changes: Partial<Sender> = {}): Sender {
  return {
    name: "The Weekly",
    listName: "Weekly letters",
    from: { name: "Ada Example", email: "ada@news.example.org" },
    postalAddress: ["Example Press", "1 Sample Street, 12345 Sampleton"],
    siteUrl: "https://news.example.org",
    listId: "weekly.news.example.org",
    hasArchive: true,
    bounceDomain: "bounces.example.org",
    ...changes,
  };
}

export function buildRecipient(changes: Partial<Recipient> = {}): Recipient {
  return {
    subscriber: 7,
    email: "reader@example.org",
    fields: { firstName: "Grace" },
    unsubscribeToken: "abcdefghijklmnopqrstuvwxyz234567",
    variant: "all",
    ...changes,
  };
}

/** A picture of so many bytes, as an edition has it attached. */
export function buildPicture(size: number, filename = "press.png") {
  const bytes = Buffer.from(Array.from({ length: size }, (_, index) => index % 256));
  return { cid: "press@letterpress", filename, contentType: "image/png", bytes };
}

/** An edition that shows it. */
export function buildPictured(picture: ReturnType<typeof buildPicture>): Edition {
  const shown = `<img src="cid:${picture.cid}" alt="">`;
  return buildEdition({
    html: [`<p>Movable letters changed everything about reading.</p>${shown}\n`],
    attachments: [picture],
  });
}

/** An edition with a greeting, a poll and a footer. `html` and `text` replace the middle of both parts. */
export function buildEdition(
  changes: Partial<Omit<Edition, "digest" | "html" | "text">> & { html?: Segments; text?: Segments } = {},
): Edition {
  const { html = paragraphs, text = lines, ...rest } = changes;
  return editionOf({
    variant: "all",
    language: "en",
    subject: ["A quiet week in printing"],
    preheader: ["What happened, in five minutes"],
    attachments: [],
    ...rest,
    html: joined([...htmlStart, ...html, ...htmlEnd]),
    text: joined([...textStart, ...text, ...textEnd]),
  });
}

/** Joins neighbouring strings and drops empty ones, as Segments promise. */
export function joined(segments: Segments): Segments {
  const result: (string | Slot)[] = [];
  for (const segment of segments) {
    const last = result.at(-1);
    if (typeof segment === "string" && typeof last === "string") result[result.length - 1] = last + segment;
    else if (segment !== "") result.push(segment);
  }
  return result;
}

const htmlStart: Segments = [
  '<!doctype html>\n<html lang="en"><head><title>The Weekly</title></head><body>\n<p>Hello ',
  fieldSlot("firstName", "text"),
  ",</p>\n",
];

const paragraphs: Segments = ["<p>Movable letters changed everything about reading.</p>\n"];

const htmlEnd: Segments = [
  '<p><a href="',
  voteSlot("press", "yes", "url"),
  '">Agreed</a> or <a href="',
  voteSlot("press", "no", "url"),
  '">disagreed</a>?</p>\n<p><a href="',
  linkSlot("webVersion", "url"),
  '">Read in a browser</a></p>\n',
  "<p>Example Press<br>1 Sample Street, 12345 Sampleton</p>\n",
  '<p><a href="',
  linkSlot("unsubscribe", "url"),
  '">Unsubscribe</a> or <a href="',
  linkSlot("preferences", "url"),
  '">change preferences</a></p>\n</body></html>\n',
];

const textStart: Segments = ["Hello ", fieldSlot("firstName", "plain"), ",\n\n"];

const lines: Segments = ["Movable letters changed everything about reading.\n\n"];

const textEnd: Segments = [
  "Agreed: ",
  voteSlot("press", "yes", "plain"),
  "\nDisagreed: ",
  voteSlot("press", "no", "plain"),
  "\n\nRead in a browser: ",
  linkSlot("webVersion", "plain"),
  "\n\nExample Press\n1 Sample Street, 12345 Sampleton\n\nUnsubscribe: ",
  linkSlot("unsubscribe", "plain"),
  "\nChange preferences: ",
  linkSlot("preferences", "plain"),
  "\n",
];
