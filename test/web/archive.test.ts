import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { addReader } from "../support/temp-store.ts";
import { issueText } from "../support/temp-project.ts";
import { pngPicture } from "../support/pictures.ts";
import { testService } from "../support/readers-service.ts";
import { sentIssue } from "../support/sent-issue.ts";

const hello = "2026-09-01-hello";
const second = "2026-09-08-second";

/** Each look is later than what the archive remembers. */
function ticking(): () => number {
  let now = 1_800_000_000_000;
  return () => {
    now += 10_000;
    return now;
  };
}

async function withTwoIssues() {
  const service = await testService({ now: ticking() });
  await service.reader("ada@example.org", { firstName: "Ada" });
  await sentIssue(service, { id: hello, text: issueText() });
  const text = issueText({ subject: "A <b>loud</b> & long week", letter: "Second letter." }).replace(
    "2026-09-01",
    "2026-09-08",
  );
  await sentIssue(service, { id: second, text, date: Date.UTC(2026, 8, 8, 7) });
  return service;
}

describe("the archive", () => {
  test("lists every public issue, the newest first, and may be kept for a while", async () => {
    await using service = await withTwoIssues();
    const answer = await service.ask("/archive");
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page.indexOf("A &lt;b&gt;loud&lt;/b&gt; &amp; long week")).toBeGreaterThan(0);
    expect(page.indexOf("A quiet week in printing")).toBeGreaterThan(page.indexOf("loud"));
    expect(page).toContain(`href="/archive/${hello}"`);
    // Also for a server that shows it as a file, without our headers.
    expect(page).toContain('<meta http-equiv="Content-Security-Policy" content="default-src \'none\';');
    expect(page).toContain('<time datetime="2026-09-01">September 1, 2026</time>');
    expect(answer.headers.get("cache-control")).toBe("public, max-age=300");
    expect(answer.headers.get("x-robots-tag")).toBeNull();
    expect(answer.headers.get("vary")).toBeNull();
  });

  test("and its feeds show the other issues when one in the store was changed", async () => {
    await using service = await withTwoIssues();
    await service.store.db
      .updateTable("public_editions")
      .set({ digest: "another" })
      .where("mailing_id", "in", (row) => row.selectFrom("mailings").select("id").where("issue", "=", second))
      .execute();
    const page = await (await service.ask("/archive")).text();
    expect([page.includes(hello), page.includes(second)]).toEqual([true, false]);
    for (const path of ["/feed.xml", "/atom.xml", "/feed.json", "/sitemap.xml", `/archive/${hello}`])
      expect((await service.ask(path)).status).toBe(200);
    expect((await service.ask(`/archive/${second}`)).status).toBe(404);
    expect(service.notes.join("\n")).toContain(`The archive leaves out ${second}`);
  });

  test("keeps the page of an issue, and makes it anew when there is another issue beside it", async () => {
    await using service = await withTwoIssues();
    const page = async () => (await service.ask(`/archive/${second}`)).text();
    const before = await page();
    // Whoever read it again would find it broken.
    await service.store.db.updateTable("public_editions").set({ content: "{}" }).execute();
    expect(await page()).toBe(before);
    const text = issueText({ subject: "A third week" }).replace("2026-09-01", "2026-09-15");
    await sentIssue(service, { id: "2026-09-15-third", text, date: Date.UTC(2026, 8, 15, 7) });
    // It was read again.
    expect((await service.ask(`/archive/${second}`)).status).toBe(503);
  });

  test("is empty, and says so, before anything is sent", async () => {
    await using service = await testService();
    expect(await (await service.ask("/archive")).text()).toContain("No issue has been published yet.");
    for (const feed of ["/feed.xml", "/atom.xml", "/feed.json", "/sitemap.xml"])
      expect((await service.ask(feed)).status).toBe(200);
  });

  test("answers with 304 to who has the page already, and to HEAD without a body", async () => {
    await using service = await withTwoIssues();
    for (const path of [
      "/archive",
      `/archive/${hello}`,
      "/feed.xml",
      "/atom.xml",
      "/feed.json",
      "/sitemap.xml",
    ]) {
      const tag = (await service.ask(path)).headers.get("etag") ?? "";
      expect(tag).toMatch(/^"[\w-]{22}"$/);
      for (const known of [tag, `W/${tag}`, `"other", ${tag}`]) {
        const again = await service.ask(path, { headers: { "If-None-Match": known } });
        expect([again.status, await again.text()]).toEqual([304, ""]);
      }
      expect((await service.ask(path, { headers: { "If-None-Match": '"other"' } })).status).toBe(200);
      const head = await service.ask(path, { method: "HEAD" });
      expect([head.status, head.headers.get("etag"), await head.text()]).toEqual([200, tag, ""]);
      const posted = await service.ask(path, { method: "POST" });
      expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
  });

  test("has a page for each issue, on which nothing can run and nothing is a reader's", async () => {
    await using service = await withTwoIssues();
    const { token } = await service.reader("bob@example.org");
    const answer = await service.ask(`/archive/${hello}`);
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toContain("Movable letters changed reading.");
    expect(page).toContain("Hello there,");
    expect(page).not.toMatch(/Ada|ada@|bob@|Unsubscribe|signed up|\/[umpv]\/[a-z2-7]{20}/);
    expect(page).not.toContain(token);
    expect(page).toContain(
      `<a href="/archive/${second}" rel="next"><bdi lang="en">A &lt;b&gt;loud&lt;/b&gt; &amp; long week</bdi></a>`,
    );
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/sandbox(?!.*allow-scripts)(?!.*allow-same-origin)/);
    expect(policy).not.toContain("script-src");
  });

  test("tells search engines and cards what a page is", async () => {
    await using service = await withTwoIssues();
    const page = await (await service.ask(`/archive/${second}`)).text();
    for (const tag of [
      `<link rel="canonical" href="https://news.example.org/archive/${second}">`,
      '<meta property="og:type" content="article">',
      '<meta property="og:title" content="A &lt;b&gt;loud&lt;/b&gt; &amp; long week">',
      `<meta property="og:url" content="https://news.example.org/archive/${second}">`,
      '<meta property="og:description" content="What happened in the shop, told in five minutes">',
      '<meta property="article:published_time" content="2026-09-08T07:00:00.000Z">',
      '<meta name="twitter:card" content="summary">',
      '<link rel="alternate" type="application/atom+xml"',
    ])
      expect(page.slice(0, page.indexOf("</head>"))).toContain(tag);
  });

  test("does not know what was never sent, what is for some only, and what has an odd name", async () => {
    await using service = await withTwoIssues();
    await service.project.write("issues/2026-09-15-draft.yaml", issueText());
    for (const name of [
      "2026-09-15-draft",
      "x",
      "..",
      "%2e%2e",
      "constructor",
      "__proto__",
      "%00",
      "a/b",
      "%E0%A4%A",
    ]) {
      const answer = await service.ask(`/archive/${name}`);
      expect([name, answer.status]).toEqual([name, 404]);
    }
  });

  test("takes an issue back, and shows it again, as its file says", async () => {
    await using service = await withTwoIssues();
    const status = async () => (await service.ask(`/archive/${hello}`)).status;
    await service.project.write(`issues/${hello}.yaml`, `archive: false\n${issueText()}`);
    expect(await status()).toBe(404);
    expect(await (await service.ask("/feed.xml")).text()).not.toContain("quiet week");
    expect(await (await service.ask("/sitemap.xml")).text()).not.toContain(hello);
    await service.project.write(`issues/${hello}.yaml`, "archive: [broken\n");
    expect(await status()).toBe(404);
    await service.project.write(`issues/${hello}.yaml`, "subject: [broken\n");
    expect(await status()).toBe(200);
  });

  test("shows of a list without an archive only what says that it is for all", async () => {
    await using service = await testService({ now: ticking() });
    const { config } = service.service;
    for (const list of config.lists) Object.assign(list.sender, { hasArchive: undefined });
    await service.reader("ada@example.org");
    await sentIssue(service, { id: hello, text: issueText() });
    await sentIssue(service, { id: second, text: `archive: true\n${issueText()}` });
    expect((await service.ask(`/archive/${hello}`)).status).toBe(404);
    expect((await service.ask(`/archive/${second}`)).status).toBe(200);
  });

  test("has one page for an issue that several lists got, with the tag of the first", async () => {
    const lists = "{ weekly: { name: Weekly, archive: true }, monthly: { name: Monthly, archive: true } }";
    await using service = await testService({ lists, now: ticking() });
    await addReader(service.store, { email: "bob@example.org", list: "monthly" });
    await service.reader("ada@example.org");
    await sentIssue(service, { id: hello, text: issueText(), list: "monthly" });
    const tag = "tag:monthly.news.example.org,2026-09-01:2026-09-01-hello";
    expect(await (await service.ask("/atom.xml")).text()).toContain(`<id>${tag}</id>`);
    await sentIssue(service, { id: hello, text: issueText(), date: Date.UTC(2026, 8, 2) });
    const feed = await (await service.ask("/atom.xml")).text();
    expect(feed.match(/<id>tag:[^<]*/g)).toEqual([`<id>${tag}`]);
    expect((await (await service.ask("/archive")).text()).match(/<li>/g)).toHaveLength(1);
  });

  test("lies below the path of the site", async () => {
    await using service = await testService({ site: "https://example.org/letters", now: ticking() });
    await service.reader("ada@example.org");
    await sentIssue(service, { id: hello, text: issueText() });
    expect((await service.ask("/archive")).status).toBe(404);
    expect(await (await service.ask("/letters/archive")).text()).toContain(
      `href="/letters/archive/${hello}"`,
    );
    const page = await (await service.ask(`/letters/archive/${hello}`)).text();
    expect(page).toContain('<a href="/letters/archive">');
    expect(await (await service.ask("/letters/feed.xml")).text()).toContain(
      `https://example.org/letters/archive/${hello}`,
    );
  });
});

describe("the help that mails name", () => {
  test("says how to leave and whom to write to, and changes nothing", async () => {
    await using service = await withTwoIssues();
    const answer = await service.ask("/help", { headers: { "Accept-Language": "de" } });
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toContain('<a href="mailto:desk@news.example.org"');
    expect(page).toContain('<a href="/archive">Alle Ausgaben</a>');
    expect((await service.ask("/help", { method: "POST" })).status).toBe(405);
  });
});

describe("the pictures of the archive", () => {
  const more = "  - image: { src: images/press.png, alt: A printing press }\n";

  test("are those that travelled with the mails, under a name that never changes", async () => {
    await using service = await testService({ now: ticking() });
    await service.reader("ada@example.org");
    await mkdir(join(service.project.root, "issues/images"));
    await service.project.write("issues/images/press.png", pngPicture(1200, 600));
    await sentIssue(service, { id: hello, text: issueText({ more }) });
    const page = await (await service.ask(`/archive/${hello}`)).text();
    const [, path = ""] = /src="(\/assets\/press-[0-9a-f]{12}\.png)"/.exec(page) ?? [];
    expect(page).not.toContain("cid:");
    expect(page).toContain(`<meta property="og:image" content="https://news.example.org${path}">`);
    expect(page).toContain('<meta property="og:image:alt" content="A printing press">');
    const answer = await service.ask(path);
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(answer.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(Buffer.from(await answer.arrayBuffer()).equals(pngPicture(1200, 600))).toBe(true);
    expect(await (await service.ask("/feed.json")).json()).toMatchObject({
      items: [{ image: `https://news.example.org${path}` }],
    });
  });

  test("are read from the folder that is published, and nothing else is", async () => {
    await using service = await testService({ now: ticking() });
    const assets = join(service.service.config.archive, "assets");
    await mkdir(assets, { recursive: true });
    await writeFile(join(assets, "kings-0123456789ab.png"), pngPicture(10, 10));
    await writeFile(join(assets, "secret-0123456789ab.html"), "<script>");
    expect((await service.ask("/assets/kings-0123456789ab.png")).status).toBe(200);
    for (const name of [
      "secret-0123456789ab.html",
      "..%2f..%2fletterpress.yaml",
      "none-0123456789ab.png",
      "%2e%2e%2fx.png",
    ])
      expect([name, (await service.ask(`/assets/${name}`)).status]).toEqual([name, 404]);
  });
});
