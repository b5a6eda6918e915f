import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "@jest/globals";
import PostalMime from "postal-mime";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { pngPicture } from "../support/pictures.ts";
import { type TestService, testService } from "../support/readers-service.ts";
import { startInboxServer } from "../support/smtp-server.ts";
import { issueText } from "../support/temp-project.ts";

const hello = "2026-09-01-hello";
const site = "https://news.example.org";
const more = `
  - image: { src: images/press.png, alt: A printing press }
  - poll: { id: team, question: Whose side?, options: [{ id: one, title: One }, { id: two, title: Two }] }
`;

/** Everything that the store holds, table by table, read past our own code. */
function dumpOf({ service }: TestService): string {
  using database = new DatabaseSync(service.config.store, { readOnly: true });
  const tables = database.prepare("select name from sqlite_master where type = 'table' order by name").all();
  return JSON.stringify(
    tables.map(({ name }) => [name, database.prepare(`select * from "${String(name)}"`).all()]),
  );
}

/** The addresses that a page, a mail or a feed names, as a scanner finds them: whatever looks like one. */
function addressesIn(text: string, base: string): readonly string[] {
  const decoded = text
    .replaceAll("&amp;", "&")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  const quoted = [...decoded.matchAll(/(?:href|src|action)=["']([^"']+)["']/g)].map(([, url = ""]) => url);
  const bare = decoded.match(/https:\/\/[^\s"'<>)]+/g) ?? [];
  return [...quoted, ...bare].flatMap((url) => (URL.canParse(url, base) ? [new URL(url, base).href] : []));
}

/**
 * Follows every link of ours, page after page, with HEAD, GET and as a browser does beforehand; returns the status of
 * each.
 */
async function crawl(service: TestService, start: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>();
  const left = [...start];
  for (let url = left.pop(); url !== undefined; url = left.pop()) {
    const { origin, pathname, search } = new URL(url);
    if (origin !== site || seen.has(pathname + search)) continue;
    const path = pathname + search;
    const head = await service.ask(path, { method: "HEAD" });
    const early = await service.ask(path, { headers: { "Sec-Purpose": "prefetch" } });
    const answer = await service.ask(path);
    expect([path, head.status, early.status]).toEqual([path, answer.status, answer.status]);
    seen.set(path, answer.status);
    const type = answer.headers.get("content-type") ?? "";
    const text = await answer.text();
    if (/html|xml|json/.test(type)) left.push(...addressesIn(text, url));
  }
  return seen;
}

describe("a scanner that follows every link of a real mail", () => {
  test("finds an answer to each, and changes nothing in the store", async () => {
    await using service = await testService({ now: Date.now });
    const inbox = await startInboxServer();
    try {
      const { root } = service.project;
      await mkdir(join(root, "issues/images"));
      await service.project.write("issues/images/press.png", pngPicture(1200, 600));
      await service.project.write(`issues/${hello}.yaml`, issueText({ more }));
      const yaml = (await readFile(join(root, "letterpress.yaml"))).toString();
      const relays = `relays:\n  - { name: main, host: 127.0.0.1, port: ${inbox.port}, security: none }\n`;
      await service.project.write("letterpress.yaml", yaml.replace(/^relays:\n(?: .*\n|\n)+/m, relays));
      const ada = await service.reader("ada@example.org", { firstName: "Ada" });
      await service.reader("bob@example.org");
      const sent = await letterpressHere(root, "send", hello, "--yes");
      expect([sent.code, sent.err]).toEqual([0, expect.any(String)]);
      const raw = inbox.messages.find(({ envelope }) => envelope.to.includes("ada@example.org"))?.bytes;
      const mail = await PostalMime.parse(raw ?? "");
      const headers = mail.headers.map(({ value }) => value).join("\n");
      const links = addressesIn(`${headers}\n${mail.html}\n${mail.text}`, site);
      for (const what of ["/u/", "/p/", "/m/", "/v/", "/archive", "/help"])
        expect([what, links.some((url) => url.startsWith(site + what))]).toEqual([what, true]);

      const before = dumpOf(service);
      const seen = await crawl(service, links);
      expect(dumpOf(service)).toBe(before);
      expect([...seen].filter(([, status]) => status !== 200)).toEqual([]);
      expect([...seen.keys()]).toEqual(
        expect.arrayContaining([
          `/archive/${hello}`,
          "/feed.xml",
          "/atom.xml",
          "/feed.json",
          `/u/${ada.token}`,
          "/subscribe",
        ]),
      );
      // The dump would see a change: a vote makes one.
      const vote = links.find((url) => url.endsWith("/team/one")) ?? "";
      expect((await service.post(new URL(vote).pathname, { vote: "yes" })).status).toBe(303);
      expect(dumpOf(service)).not.toBe(before);
      // What the mail program sends for its reader, as the headers say.
      const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value ?? "";
      expect(header("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
      const { pathname } = new URL(header("list-unsubscribe").slice(1, -1));
      expect((await service.post(pathname, { "List-Unsubscribe": "One-Click" })).status).toBe(200);
      expect((await findSubscription(service.store, ada.id, "weekly"))?.state).toBe("unsubscribed");
    } finally {
      await inbox.close();
    }
  }, 60_000);
});
