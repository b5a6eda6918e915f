import { cp } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { signedTokens } from "../../src/base/token.ts";
import { linkKey } from "../../src/store/link-keys.ts";
import { editionOf, parseEdition, serialiseEdition } from "../../src/model/edition.ts";
import { serveReaders } from "../../src/web/server/serve.ts";
import { sidewaysOverflow, violations } from "../preview/studio-page.ts";
import { browserTest } from "../support/browser.ts";
import { root } from "../support/program.ts";
import { testService } from "../support/readers-service.ts";
import { sentIssue } from "../support/sent-issue.ts";
import { issueText } from "../support/temp-project.ts";

const more = (option: string) => `
  - feature:
      title: The long way of a small picture through an archive
      url: https://example.org/feature
      image: { src: images/two-kings.png, alt: Two chess kings }
      body: A story with a [link](https://example.org/a) in it.
  - poll:
      id: team
      question: Whose side are you on?
      options: [{ id: one, title: ${option} }, { id: two, title: Nobody's }]
`;

async function opened(browser: Browser, look: { readonly width: number; readonly dark: boolean }) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: 800 },
    colorScheme: look.dark ? "dark" : "light",
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => faults.push(message.text()));
  page.on("pageerror", (fault) => faults.push(String(fault)));
  page.on("requestfailed", (request) => faults.push(`${request.url()} failed`));
  return { page, faults };
}

/**
 * A page for axe-core, which waits for timers: in the sandbox of a mail there are none. It sees the same without the
 * policy.
 */
async function seenByAxe(
  browser: Browser,
  look: { readonly width: number; readonly dark: boolean },
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: 800 },
    colorScheme: look.dark ? "dark" : "light",
    bypassCSP: true,
  });
  await context.route("**/*", async (route) => {
    const response = await route.fetch();
    const { "content-security-policy": _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  return context.newPage();
}

async function withPages() {
  const service = await testService({ lines: "service: { port: 0 }" });
  await cp(join(root, "issues/images"), join(service.project.root, "issues/images"), { recursive: true });
  const ada = await service.reader("ada@example.org");
  const ids = ["weekly", "letter", "digest"].map((template, index) => `2026-09-0${index + 1}-${template}`);
  const mailings = [];
  for (const [index, id] of ids.entries()) {
    const text = issueText({
      subject: `${"A very long week ".repeat(index + 1)}`,
      more: more("A rather long option of a poll"),
    });
    mailings.push(
      await sentIssue(service, {
        id,
        text: `template: ${id.slice(11)}\n${text.replace("2026-09-01", id.slice(0, 10))}`,
        date: Date.UTC(2026, 8, index + 1, 7),
      }),
    );
  }
  const token = signedTokens(await linkKey(service.store), mailings[0]?.id ?? 0, ada.id);
  return { service, ids, token };
}

describe("the archive and the votes in a browser", () => {
  for (const look of [
    { width: 320, dark: true },
    { width: 1280, dark: false },
  ])
    browserTest(
      `are clean for axe-core and fit, at ${look.width}, ${look.dark ? "dark" : "light"}`,
      async (browser) => {
        const { service, ids, token } = await withPages();
        await using _ = service;
        await using server = await serveReaders(service.service);
        const { page, faults } = await opened(browser, look);
        const seen = await seenByAxe(browser, look);
        const vote = `/v/${token("vote")}/team`;
        for (const path of ["/archive", ...ids.map((id) => `/archive/${id}`), vote, `${vote}/one`]) {
          await page.goto(server.url + path);
          await seen.goto(server.url + path);
          expect([path, ...(await violations(seen))]).toEqual([path]);
          expect([path, await sidewaysOverflow(page)]).toEqual([path, 0]);
          expect([path, await brokenPictures(page)]).toEqual([path, []]);
        }
        await page.getByRole("button").click();
        await page.getByText("Thank you. You voted for").waitFor();
        expect(await violations(page)).toEqual([]);
        expect(await sidewaysOverflow(page)).toBe(0);
        await page.getByRole("link", { name: "Nobody's" }).click();
        await page.getByRole("button").click();
        await page.getByText("100% · 1").waitFor();
        expect(faults).toEqual([]);
        await page.goto(`${server.url}/m/${token("web")}`);
        expect(await brokenPictures(page)).toEqual([]);
        await page.getByRole("link", { name: "Unsubscribe" }).first().waitFor();
      },
    );

  browserTest("run nothing that a mail brings along, and load nothing but pictures", async (browser) => {
    const { service, ids, token } = await withPages();
    await using _ = service;
    const { db } = service.store;
    const harm = `<script>document.title = "owned"</script><img src="x" onerror="document.title='owned'" alt=""><svg onload="document.title='owned'"></svg><meta http-equiv="refresh" content="0;url=/owned"><iframe src="/owned"></iframe><form action="/owned"><button>x</button></form><link rel="stylesheet" href="/style.css?owned"><base href="https://evil.example.org/">`;
    // Past the checks and the digest, as if they had let it through.
    for (const table of ["editions", "public_editions"] as const)
      for (const row of await db.selectFrom(table).selectAll().execute()) {
        const edition = parseEdition(row.content, row.digest);
        const [first = "", ...rest] = edition.html;
        const harmed = editionOf({
          ...edition,
          html: [String(first).replace(/(<body[^>]*>)/, `$1${harm}`), ...rest],
        });
        await db
          .updateTable(table)
          .set({ content: serialiseEdition(harmed), digest: harmed.digest })
          .where("mailing_id", "=", row.mailing_id)
          .execute();
      }
    await using server = await serveReaders(service.service);
    const { page } = await opened(browser, { width: 1280, dark: false });
    const asked: string[] = [];
    page.on("requestfinished", (request) => asked.push(new URL(request.url()).pathname));
    for (const path of [`/archive/${ids[0]}`, `/m/${token("web")}`]) {
      asked.length = 0;
      await page.goto(server.url + path);
      await page.waitForTimeout(300);
      expect(await page.title()).not.toBe("owned");
      expect(page.url()).toBe(server.url + path);
      expect(asked.filter((one) => one.includes("owned") || one.includes("style.css"))).toEqual([]);
      expect(await page.content()).toContain("owned");
    }
  });
});

/** Pictures that were not loaded. The text runs in the browser, whose types the tests do not have. */
function brokenPictures(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    "[...document.images].filter((one) => !one.complete || one.naturalWidth === 0).map(({ src }) => src)",
  );
}
