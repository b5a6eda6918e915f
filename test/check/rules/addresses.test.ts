import { describe, expect, test } from "@jest/globals";
import { linkDisguise } from "../../../src/check/rules/link-disguise.ts";
import { linkPretends } from "../../../src/check/rules/link-pretends.ts";
import { linkNotPublic } from "../../../src/check/rules/link-not-public.ts";
import { linkDetour } from "../../../src/check/rules/link-detour.ts";
import { sampleAddress } from "../../../src/check/rules/sample-address.ts";
import type { Rule } from "../../../src/check/rule.ts";
import { block, letter, line, link, paragraph } from "../../support/issue-builder.ts";
import { findings } from "./findings-of.ts";

const real = { siteUrl: "https://news.letters.net" };

/** What a rule says of one link of a newsletter that is no example. */
function of(rule: Rule, url: string, words = "the words"): readonly string[] {
  return findings(rule, { issue: { blocks: [letter(paragraph(link(url, words)))] }, sender: real });
}

describe("an address that stands for one", () => {
  test.each([
    "https://example.com/story",
    "https://www.example.org",
    "mailto:ada@example.net",
    "https://yourdomain.com/a",
  ])("is told: %s", (url) =>
    expect(of(sampleAddress, url)).toEqual([expect.stringContaining("which stands for an address.")]),
  );

  test.each([
    "https://examples.org/a",
    "https://example.org.uk/a",
    "mailto:example@letters.net",
    "https://letters.net/example.org",
  ])("is not: %s", (url) => expect(of(sampleAddress, url)).toEqual([]));

  test("is right in a newsletter that lies at such an address itself", () => {
    const blocks = [letter(paragraph(link("https://example.org/a", "a")))];
    expect(findings(sampleAddress, { issue: { blocks } })).toEqual([]);
  });
});

describe("words that are an address", () => {
  test.each([
    ["https://bank.com/login", "https://evil.net/"],
    ["www.bank.com", "https://evil.net/"],
    ["bank.com", "https://evil.net/bank.com"],
  ])("of another site are told: %s", (words, url) => {
    expect(of(linkPretends, url, words)).toEqual([
      expect.stringContaining(`the link reads "${words}" and leads to evil.net.`),
    ]);
  });

  test.each([
    ["letters.net", "https://www.letters.net/a?b=c"],
    ["docs.letters.net", "https://letters.net/docs"],
    ["www.letters.co.uk", "https://shop.letters.co.uk/"],
    ["Package.swift", "https://github.com/a/b"],
    ["node.js", "https://nodejs.org"],
    ["asp.net Core and bank.com", "https://letters.net"],
    ["mail us", "mailto:ada@letters.net"],
  ])("of the same site, or that are none, are not: %s", (words, url) => {
    expect(of(linkPretends, url, words)).toEqual([]);
  });
});

describe("an address that hides whose it is", () => {
  test.each([
    ["http://203.0.113.7/login", "203.0.113.7, a number"],
    ["https://bank.com@evil.net/", 'begins with "bank.com@"'],
    ["https://b\u0430nk.com/", "mixes letters of several scripts"],
  ])("is told: %s", (url, what) => {
    expect(of(linkDisguise, url)).toEqual([expect.stringContaining(what)]);
  });

  test.each([
    "https://bücher.de/",
    "https://пример.рф/",
    "https://192.168.0.1/",
    "https://1.letters.net/",
    "mailto:a@b.de",
  ])("is not: %s", (url) => expect(of(linkDisguise, url)).toEqual([]));
});

describe("a detour", () => {
  const target = "https://letters.net/a?b=c";

  test.each([
    `https://www.google.com/url?sa=t&url=${encodeURIComponent(target)}`,
    `https://www.google.de/url?q=${encodeURIComponent(target)}`,
    `https://l.facebook.com/l.php?u=${encodeURIComponent(target)}&h=x`,
    `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(target)}&data=x`,
  ])("that says where it leads is told with it: %s", (url) => {
    expect(of(linkDetour, url)).toEqual([expect.stringContaining(`Write ${target} [check/link-detour]`)]);
  });

  test.each([
    "https://x.us1.list-manage.com/track/click?u=1",
    "https://open.substack.com/redirect/2/x",
    "https://urldefense.com/v3/x",
  ])("that does not is told too: %s", (url) =>
    expect(of(linkDetour, url)).toEqual([
      expect.stringContaining("Open it, and write the address it leads to."),
    ]),
  );

  test.each([
    "https://www.google.com/search?q=https://a.de",
    "https://x.us1.list-manage.com/subscribe?u=1",
    "https://a.substack.com/p/b",
  ])("is none: %s", (url) => expect(of(linkDetour, url)).toEqual([]));
});

describe("a page that is only for who wrote the issue", () => {
  test.each([
    "https://staging.letters.net/a",
    "https://abc.ngrok-free.app/a",
    "https://letters.net/?p=7&preview=true",
    "https://letters.net/wp-admin/post.php?post=7",
    "https://mail.google.com/mail/u/0/#inbox/x",
    "https://docs.google.com/document/u/0/d/x/edit",
    "https://x.us1.list-manage.com/unsubscribe?u=1&id=2",
  ])("is told: %s", (url) => {
    expect(of(linkNotPublic, url)).toEqual([
      expect.stringContaining("Write the address that everybody may open."),
    ]);
  });

  test.each([
    "https://docs.google.com/document/d/x/edit",
    "https://letters.net/preview/a",
    "https://preview.redd.example.net.letters.net/a",
  ])("is not: %s", (url) =>
    expect(of(linkNotPublic, url)).toEqual(
      url.includes("//preview.") ? [expect.stringContaining("tried out")] : [],
    ),
  );
});

test("links in HTML are looked at as those of Markdown, each at its line", () => {
  const html = line('<p>Hello</p>\n<p>See <a href="https://evil.net/?a=1&amp;b=2"><b>bank</b>.com</a></p>');
  const blocks = [block("html", { body: { type: "html", html } })];
  expect(findings(linkPretends, { issue: { blocks } })).toEqual([
    expect.stringMatching(
      /^warning issues\/2025-02-14-test\.yaml:2:17 the link reads "bank\.com" and leads to evil\.net\./,
    ),
  ]);
});
