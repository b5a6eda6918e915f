import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect } from "@jest/globals";
import { browserTest } from "../support/browser.ts";
import { gitRepository } from "../support/git-repository.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";
import { pixel } from "./mail-builder.ts";
import type { Page } from "playwright-core";
import { harm, openPage, sidewaysOverflow, violations } from "./studio-page.ts";

const quiet = "2026-09-01-quiet";
const more = `  - feature:
      title: A press
      image: { src: dot.png, alt: A red dot }
      body: It [prints](https://example.org/prints).
  - letter:
      only: tag member
      body: For members.
`;

const letter = "Movable letters changed all reading.";

/**
 * What is written into `out` of a newsletter of which one issue has changed since its commit, and one is new. Gives its
 * address.
 */
async function exported(project: TempProject, subject: string): Promise<string> {
  await project.write("issues/dot.png", Buffer.from(pixel, "base64"));
  gitRepository(project.root);
  await project.write(`issues/${quiet}.yaml`, issueText({ subject, more, letter }));
  await project.write("issues/2026-10-01-new.yaml", issueText({ subject: "A new one" }));
  const { code, err } = await letterpressHere(
    project.root,
    "preview",
    "--export",
    "out",
    "--against",
    "main",
  );
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return `${pathToFileURL(join(project.root, "out"))}/`;
}

describe("an export opened from a disk", () => {
  browserTest(
    "leads from the front page to every view, and its frames are as high as their mails",
    async (browser) => {
      await using project = await tempProject({ [quiet]: issueText({ more }) });
      const url = await exported(project, "A loud week in printing");
      const { page, foreign, faults } = await openPage(browser, { width: 1280 });
      await page.goto(`${url}index.html`);
      await page.getByRole("heading", { name: "1 issue changed, 1 new" }).waitFor();
      await page.getByLabel("Search issues").fill("loud");
      expect(await page.locator("#issues > li:visible").count()).toBe(1);
      await page.getByRole("link", { name: "A loud week in printing" }).click();

      // What changed: in words, and side by side.
      expect(await page.locator("del").first().textContent()).toBe("quiet");
      expect(await page.locator("ins").first().textContent()).toBe("loud");
      await page.getByRole("link", { name: "Side by side" }).click();
      const before = page.frameLocator("iframe").nth(0);
      const after = page.frameLocator("iframe").nth(1);
      await before.getByText("Movable letters changed reading.").waitFor();
      await after.getByText(letter).waitFor();
      const seenWidth = (image: object): unknown => Reflect.get(image, "naturalWidth");
      expect(await before.getByAltText("A red dot").evaluate(seenWidth)).toBe(1);
      await page.waitForFunction("document.querySelector('iframe').offsetHeight > 700");

      // The mail in its lights, in two widths.
      await page.getByRole("link", { name: "Mail", exact: true }).click();
      const mail = page.frameLocator("iframe").first();
      const ground = () =>
        mail.locator("body").evaluate((body) => {
          const read = Reflect.get(globalThis, "getComputedStyle") as (one: object) => {
            backgroundColor: string;
          };
          return read(body).backgroundColor;
        });
      const light = await ground();
      await page.getByRole("link", { name: "Dark" }).click();
      expect(await ground()).not.toBe(light);
      await page.getByRole("link", { name: "No pictures" }).click();
      expect(await mail.getByAltText("A red dot").evaluate(seenWidth)).toBe(0);
      expect(await page.locator("iframe").count()).toBe(2);
      await page.getByRole("link", { name: "Light", exact: true }).click();
      const opened = page.url();
      await mail.getByRole("link", { name: "prints" }).click();
      await page.getByText("This link leads to https://example.org/prints").waitFor();
      await mail
        .getByRole("link", { name: "Unsubscribe" })
        .first()
        .click({ modifiers: ["ControlOrMeta"] });
      await page.getByText(/This link leads to https:.*previewpreview/).waitFor();
      expect(page.url()).toBe(opened);
      expect(browser.contexts().flatMap((context) => context.pages())).toHaveLength(1);

      // Another variant, and the other views.
      await page
        .getByRole("navigation", { name: "Variants" })
        .getByRole("link", { name: /not tag/ })
        .click();
      await mail.getByText("Movable letters").waitFor();
      expect(await mail.getByText("For members.").count()).toBe(0);
      await page.getByRole("link", { name: "Inbox" }).click();
      expect(await page.locator(".gmail-phone dd").first().textContent()).toMatch(/^A loud week in printing/);
      await page.getByRole("link", { name: "Plain text" }).click();
      await page.getByText(letter).waitFor();
      await page.getByRole("link", { name: "HTML" }).click();
      await page.locator("#source li").first().waitFor();
      await page.getByRole("link", { name: "Headers" }).click();
      await page.getByRole("row", { name: /^List-Unsubscribe-Post/ }).waitFor();
      await page.getByRole("link", { name: "Raw" }).click();
      await page.getByText("Content-Type: multipart/alternative").first().waitFor();
      await page.getByRole("link", { name: "Web version" }).click();
      await mail.getByText("Movable letters").waitFor();
      await page.getByRole("slider", { name: "Width of the mail in pixels" }).press("PageDown");
      await page.getByText(/^\d+ px$/).waitFor();
      const wide = await mailWidth(page);
      await page.getByRole("slider").press("PageDown");
      expect(await mailWidth(page)).toBe(wide - 100);
      await page.getByRole("link", { name: "Findings" }).click();
      await page.getByText("Nothing was found.").first().waitFor();
      await page.getByText("Of all variants this is the largest:").waitFor();
      await page.getByRole("heading", { name: /^feature A press [\d.]+ KB$/ }).waitFor();
      await page.getByRole("link", { name: "The Letterpress Weekly" }).click();
      await page.getByRole("heading", { name: "1 issue changed, 1 new" }).waitFor();
      expect(foreign.filter((one) => !one.startsWith(url))).toEqual([]);
      expect(faults.filter((one) => !one.includes("img-src 'none'"))).toEqual([]);
    },
  );

  browserTest("fits every screen, and axe-core finds nothing in any page, light or dark", async (browser) => {
    await using project = await tempProject({ [quiet]: issueText({ more }) });
    const url = await exported(project, "A loud week in printing");
    const page = await browser.newPage({ bypassCSP: true });
    const views = ["changes", "beside", "mail", "web", "inbox", "text", "source", "headers", "raw"];
    const pages = ["index", `issues/${quiet}/findings`, ...views.map((view) => `issues/${quiet}/1/${view}`)];
    for (const path of pages) {
      await page.goto(`${url}${path}.html`);
      for (const width of [1280, 1920, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect({ path, width, over: await sidewaysOverflow(page) }).toEqual({ path, width, over: 0 });
      }
      // The dark has the same marks in other colours, and all of those are in the first pages.
      for (const colorScheme of pages.indexOf(path) < 3
        ? (["light", "dark"] as const)
        : (["light"] as const)) {
        await page.emulateMedia({ colorScheme });
        expect({ path, colorScheme, faults: await violations(page) }).toEqual({
          path,
          colorScheme,
          faults: [],
        });
      }
    }
    await page.goto(`${url}index.html`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#main$/);
  });

  browserTest("is whole without a script, and its links lead nowhere then either", async (browser) => {
    await using project = await tempProject({ [quiet]: issueText({ more }) });
    const url = await exported(project, "A loud week in printing");
    const page = await browser.newPage({ javaScriptEnabled: false });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`${url}index.html`);
    await page.getByRole("link", { name: "A loud week in printing" }).click();
    await page.getByRole("link", { name: "Mail", exact: true }).click();
    const mail = page.frameLocator("iframe").first();
    for (const name of ["prints", "Unsubscribe"]) await mail.getByRole("link", { name }).first().click();
    await mail.getByText(letter).waitFor();
    expect(await mail.getByRole("link", { name: "prints" }).getAttribute("title")).toBe(
      "https://example.org/prints",
    );
    expect(browser.contexts().flatMap((context) => context.pages())).toHaveLength(1);
    expect(asked.filter((one) => !one.startsWith(url) && one !== "about:srcdoc")).toEqual([]);
  });

  browserTest("runs nothing of a hostile newsletter, fetches nothing and leads nowhere", async (browser) => {
    const words = `"><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
    await using project = await tempProject({ [quiet]: issueText({ more }) });
    const template = join(project.root, "templates/weekly/template.mjml");
    const frame = await readFile(template, "utf8");
    await project.write("templates/weekly/template.mjml", frame.replace("</mj-body>", harm));
    const url = await exported(project, `'${words.replaceAll("'", "''")}'`);
    const { page, foreign } = await openPage(browser, { width: 1280 });
    await page.goto(`${url}index.html`);
    await page.getByRole("heading", { name: words }).getByRole("link").click();
    for (const view of [
      "changes",
      "beside",
      "mail",
      "mail-fully",
      "web",
      "inbox",
      "text",
      "source",
      "headers",
      "raw",
    ]) {
      await page.goto(`${url}issues/${quiet}/1/${view}.html`);
      expect(await page.title()).toContain("<script>");
      if (!/mail|beside|web/.test(view)) continue;
      const mail = page.frameLocator("iframe").first();
      await mail.getByText("Harm").waitFor();
      await mail.getByText("away").click();
      await page.getByText("This link leads to https://example.org/away").waitFor();
      await mail.getByRole("button", { name: "Send" }).click();
      expect(await page.title()).toContain("<script>");
      expect(page.url()).toBe(`${url}issues/${quiet}/1/${view}.html`);
    }
    expect(foreign.filter((one) => !one.startsWith(url))).toEqual([]);
  });
});

async function mailWidth(page: Page): Promise<number> {
  return page.locator(".pane.free").evaluate((pane) => Math.round(pane.getBoundingClientRect().width));
}
