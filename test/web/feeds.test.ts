import { describe, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { browserTest } from "../support/browser.ts";
import { testService } from "../support/readers-service.ts";
import { sentIssue } from "../support/sent-issue.ts";
import { issueText } from "../support/temp-project.ts";

const subjects = ["A <quiet> week & more", '"Quoted" ]]> end', "Emoji 🎉 and حبر"];

async function withFeeds() {
  const service = await testService();
  await service.reader("ada@example.org", { firstName: "Ada" });
  for (const [index, subject] of subjects.entries()) {
    const text = issueText({
      subject: JSON.stringify(subject),
      letter: "Text with \\<signs> & a [link](https://example.org/a?b=1&c=2).",
    });
    const day = `2026-09-0${index + 1}`;
    await sentIssue(service, {
      id: `${day}-hello`,
      text: `language: ${["en", "de", "ar"][index]}\n${text.replace("2026-09-01", day)}`,
      date: Date.UTC(2026, 8, index + 1, 7),
    });
  }
  return service;
}

interface Parsed {
  readonly fault: string | null;
  readonly root: string;
  readonly entries: readonly Readonly<Record<string, string | null>>[];
}

/**
 * Chromium reads the XML, which is no code of ours. The text runs in the browser, whose types the tests do not have.
 */
function parse(page: Page, xml: string, entry: string, names: readonly string[]): Promise<Parsed> {
  return page.evaluate(`(() => {
    const document = new DOMParser().parseFromString(${JSON.stringify(xml)}, "application/xml");
    const names = ${JSON.stringify(names)};
    return {
      fault: document.querySelector("parsererror")?.textContent ?? null,
      root: document.documentElement.tagName,
      entries: [...document.getElementsByTagName("${entry}")].map((one) =>
        Object.fromEntries(names.map((name) => [name, one.getElementsByTagName(name)[0]?.textContent ?? null]))),
    };
  })()`);
}

function contentOf(
  page: Page,
  markup: string,
): Promise<{ readonly text: string; readonly links: readonly string[] }> {
  return page.evaluate(`(() => {
    const { body } = new DOMParser().parseFromString(${JSON.stringify(markup)}, "text/html");
    return { text: body.textContent, links: [...body.querySelectorAll("a")].map(({ href }) => href) };
  })()`);
}

describe("the feeds", () => {
  browserTest("are XML that a browser reads, with the whole content and ids that stay", async (browser) => {
    await using service = await withFeeds();
    const page = await browser.newPage();
    const read = async (path: string, entry: string, names: readonly string[]) => {
      const xml = await (await service.ask(path)).text();
      return parse(page, xml, entry, names);
    };
    const rss = await read("/feed.xml", "item", [
      "title",
      "link",
      "guid",
      "pubDate",
      "description",
      "content:encoded",
    ]);
    expect([rss.fault, rss.root, rss.entries.length]).toEqual([null, "rss", 3]);
    expect(rss.entries.map(({ title }) => title)).toEqual(subjects.toReversed());
    expect(rss.entries[2]).toMatchObject({
      link: "https://news.example.org/archive/2026-09-01-hello",
      guid: "tag:weekly.news.example.org,2026-09-01:2026-09-01-hello",
      pubDate: "Tue, 01 Sep 2026 07:00:00 +0000",
      description: "What happened in the shop, told in five minutes",
    });
    const atom = await read("/atom.xml", "entry", [
      "id",
      "title",
      "published",
      "updated",
      "summary",
      "content",
    ]);
    expect([atom.fault, atom.root, atom.entries.length]).toEqual([null, "feed", 3]);
    expect(atom.entries.map(({ id }) => id)).toEqual(rss.entries.map(({ guid }) => guid));
    expect(atom.entries[0]?.updated).toBe("2026-09-03T07:00:00.000Z");
    const sitemap = await read("/sitemap.xml", "url", ["loc", "lastmod"]);
    expect([sitemap.fault, sitemap.root]).toEqual([null, "urlset"]);
    expect(sitemap.entries.map(({ loc }) => loc)).toEqual([
      "https://news.example.org/archive",
      ...rss.entries.map(({ link }) => link),
    ]);
    for (const content of [rss.entries[2]?.["content:encoded"] ?? "", atom.entries[2]?.content ?? ""]) {
      const text = await contentOf(page, content);
      expect(text.text).toContain("Hello there,");
      expect(text.text).toContain("Text with <signs> & a link.");
      expect(text.links).toContain("https://example.org/a?b=1&c=2");
      expect(content).not.toMatch(/style=|<table|<div|Ada|Unsubscribe/);
    }
  });

  test("are told by their media types, and the JSON Feed has what version 1.1 asks for", async () => {
    await using service = await withFeeds();
    const types = {
      "/feed.xml": "application/rss+xml",
      "/atom.xml": "application/atom+xml",
      "/feed.json": "application/feed+json",
    };
    for (const [path, type] of Object.entries(types))
      expect((await service.ask(path)).headers.get("content-type")).toBe(`${type}; charset=utf-8`);
    const feed = (await (await service.ask("/feed.json")).json()) as { items: { id: string }[] };
    expect(feed).toMatchObject({
      version: "https://jsonfeed.org/version/1.1",
      title: "The Letterpress Weekly",
      home_page_url: "https://news.example.org/archive",
      feed_url: "https://news.example.org/feed.json",
      language: "ar",
    });
    expect(feed.items).toHaveLength(3);
    expect(feed.items[2]).toMatchObject({
      id: "tag:weekly.news.example.org,2026-09-01:2026-09-01-hello",
      url: "https://news.example.org/archive/2026-09-01-hello",
      title: subjects[0],
      summary: "What happened in the shop, told in five minutes",
      date_published: "2026-09-01T07:00:00.000Z",
      content_html: expect.stringContaining("<p>Hello there,</p>"),
    });
    expect(new Set(feed.items.map(({ id }) => id)).size).toBe(3);
  });
});
