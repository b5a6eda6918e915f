import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "@jest/globals";
import { startPreview } from "../../src/preview/start-preview.ts";
import { browserTest } from "../support/browser.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { pixel } from "./mail-builder.ts";
import type { Page } from "playwright-core";
import { openPage, rememberingEditor, sidewaysOverflow } from "./studio-page.ts";

const file = "issues/2026-09-01-quiet.yaml";
const feature = (alt: string) => `  - feature:
      title: A press
      image: { src: dot.png, alt: ${alt} }
      body: It prints.
`;
/** In a form of colour that `check` does not read. */
const faint = (lightness: number) => `  - html:
      body: <p style="color:hsl(0, 0%, ${lightness}%);background:#ffffff">Faint words</p>
      text: Faint words
`;

/** Waits until an expression holds in the page, whose policy lets nothing but the debugger evaluate one. */
async function until(page: Page, expression: string): Promise<void> {
  while (!(await page.evaluate(expression))) await page.waitForTimeout(20);
}

/** The box of the shade that lies over the mail, and that of an element in the mail, in pixels of the page. */
async function boxes(page: Page, words: string) {
  const shade = await page.locator(".shade").boundingBox();
  const element = await page.frameLocator("#sheet iframe").getByText(words, { exact: true }).boundingBox();
  if (shade === null || element === null) throw new Error("one of them cannot be seen");
  return { shade, element };
}

/** Moves the pointer onto words of the mail, as a hand does: no script of the test runs in the frame. */
async function pointAt(page: Page, words: string): Promise<void> {
  const found = page.frameLocator("#sheet iframe").getByText(words, { exact: true }).last();
  await found.scrollIntoViewIfNeeded();
  const box = await found.boundingBox();
  if (box === null) throw new Error(`"${words}" cannot be seen`);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
}

function lies({ shade, element }: Awaited<ReturnType<typeof boxes>>): boolean {
  return (
    shade.y <= element.y + 1 &&
    shade.y + shade.height >= element.y + element.height - 1 &&
    shade.x <= element.x + 1 &&
    shade.x + shade.width >= element.x + element.width - 1
  );
}

describe("the findings beside the mail", () => {
  browserTest("light up their block, are lit up by it, and follow every save", async (browser) => {
    await using project = await tempProject({
      "2026-09-01-quiet": issueText({ more: feature("dot.png") + faint(73.33) }),
    });
    await project.write("issues/dot.png", Buffer.from(pixel, "base64"));
    const { editor, opened } = rememberingEditor();
    await using server = await startPreview({ config: project.config, editor });
    const { page, foreign, faults } = await openPage(browser, { width: 1280 });
    await page.goto(server.url);
    const mail = page.frameLocator("#sheet iframe");
    const panel = page.getByRole("complementary", { name: "Findings" });
    const group = (key: string) => panel.locator(`[data-group="${key}"]`);
    await mail.getByText("A press", { exact: true }).waitFor();

    // From the panel to the mail: by the pointer, by the focus.
    await group("block-1").getByText("It prints").waitFor({ state: "detached" });
    await group("block-1").hover();
    expect(lies(await boxes(page, "A press"))).toBe(true);
    expect(lies(await boxes(page, "Movable letters changed reading."))).toBe(false);
    await page.mouse.move(640, 60);
    await page.locator(".shade").waitFor({ state: "detached" });
    await panel.getByRole("button", { name: /^letter/ }).focus();
    expect(lies(await boxes(page, "Movable letters changed reading."))).toBe(true);

    // And back.
    await pointAt(page, "A press");
    await panel.locator(".group.lit").waitFor();
    expect(await panel.locator(".group.lit").getAttribute("data-group")).toBe("block-1");
    await pointAt(page, "Unsubscribe");
    await page.locator(".shade").waitFor({ state: "detached" });
    expect(await panel.locator(".group.lit").count()).toBe(0);

    // A click on a line opens it in the editor, a click on a block brings it into view.
    await group("block-1")
      .getByRole("button", { name: /quiet\.yaml:13:35/ })
      .click();
    await page.getByRole("status").getByText("Opened in pen.").waitFor();
    const answer = page.waitForResponse(/places\/block-2/);
    await group("block-2").getByRole("button", { name: "line 15" }).click();
    await answer;
    expect(opened.map((at) => [at.file, at.line])).toEqual(
      [13, 15].map((line) => [join(project.root, file), line]),
    );
    await page.evaluate("scrollTo(0, 0)");
    await panel.getByRole("button", { name: /^html/ }).click();
    await until(page, "scrollY > 200");

    // What axe sees in the frame stands at the block of its element, with a sentence and a remedy.
    const contrast = group("block-2").getByRole("article").filter({ hasText: "axe/color-contrast" });
    await contrast.getByText("this text is #bbbbbb on #ffffff: a contrast of 1.91:1.").waitFor();
    await contrast.getByText("Take colours that reach 4.5:1").waitFor();
    const openedLine = page.waitForResponse(/places\/line-16/);
    await contrast.getByRole("button", { name: /quiet\.yaml:16:/ }).click();
    await openedLine;
    expect(opened.at(-1)?.line).toBe(16);
    await contrast.hover();
    const { shade, element } = await boxes(page, "Faint words");
    expect([shade.width, shade.height].map(Math.round)).toEqual(
      [element.width, element.height].map(Math.round),
    );

    // The next finding, by its key.
    await page.mouse.move(640, 60);
    await page.keyboard.press("n");
    await page.keyboard.press("n");
    expect(await page.evaluate("document.activeElement.closest('article')?.textContent")).toContain(
      "axe/color-contrast",
    );
    // However far down the list one is, its head stays.
    const headAt = await page.evaluate(`(() => {
      const panel = document.getElementById("inspector");
      panel.scrollTop = 200;
      const head = panel.querySelector(".findings-head").getBoundingClientRect();
      return { scrolled: panel.scrollTop, top: Math.round(head.top - panel.getBoundingClientRect().top) };
    })()`);
    expect(headAt).toEqual({ scrolled: 200, top: 1 });

    // Saved: what was mended goes, what is new comes.
    await project.write(
      file,
      issueText({ subject: "x".repeat(80), more: feature("A red dot") + faint(34.9) }),
    );
    await group("issue").getByText("the subject has 80 characters").waitFor();
    await contrast.waitFor({ state: "detached" });
    await panel.getByText("axe finds nothing").waitFor();
    expect(await panel.getByRole("article").count()).toBe(1);
    expect(await page.locator("#findings-switch").textContent()).toBe("Findings 1");

    await pointAt(page, "A press");
    await panel.locator(".group.lit").waitFor();
    expect(lies(await boxes(page, "A press"))).toBe(true);

    // In another light it looks again, however fast one turns.
    for (const light of ["dark", "partly", "fully", "light", "dark"] as const) {
      await page.keyboard.press("d");
      await page.locator(`#sheet .frame.${light}`).waitFor();
    }
    await panel.getByText("axe finds nothing").waitFor();

    // Put away, and below the mail on a phone.
    await page.keyboard.press("x");
    await panel.waitFor({ state: "hidden" });
    expect(page.url()).toMatch(/findings=off/);
    await page.keyboard.press("x");
    await panel.waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.evaluate("scrollTo(0, 0)");
    await page.locator("#findings-switch").click();
    await until(page, "document.getElementById('inspector').getBoundingClientRect().top < innerHeight / 2");
    expect(await sidewaysOverflow(page)).toBe(0);
    expect(foreign).toEqual([]);
    // The debugger, which measured the words of the mail, tries to listen in its frame, and the browser refuses.
    expect(faults.filter((one) => !one.startsWith("Blocked script execution"))).toEqual([]);
  });

  browserTest("are looked for at every width, and keep the focus and their elements", async (browser) => {
    await using project = await tempProject({ "2026-09-01-quiet": issueText({ more: faint(73.33) }) });
    const template = "templates/weekly/template.mjml";
    const frame = await readFile(join(project.root, template), "utf8");
    await project.write(template, frame.replace("</mj-body>", narrow));
    await using server = await startPreview({ config: project.config });
    const { page } = await openPage(browser, { width: 1280 });
    await page.goto(server.url);
    const panel = page.getByRole("complementary", { name: "Findings" });
    const status = panel.getByRole("status");
    const found = (words: string) => panel.getByRole("article").filter({ hasText: words });
    const always = found("this text is #bbbbbb");
    const onPhones = found("#aaaaaa");
    const axe = "document.querySelector('#sheet iframe').contentWindow.axe";
    await status.getByText("axe finds one thing").waitFor();
    await page.evaluate(`was = ${axe}; news = []; void new MutationObserver((all) => {
      for (const one of all) news.push(one.target.textContent);
    }).observe(document.getElementById("audit"), { childList: true, characterData: true, subtree: true })`);

    // Only a phone has this fault. The mail in the frame is the same, so axe is in it already.
    await page.keyboard.press("n");
    await page.keyboard.press("w");
    await onPhones.waitFor();
    await status.getByText("axe finds 2 things").waitFor();
    expect(await page.evaluate(`was === ${axe}`)).toBe(true);
    expect(await page.evaluate("news")).toEqual([
      "Accessibility is being looked at …",
      "Accessibility: axe finds 2 things in what is shown.",
    ]);
    expect(await page.evaluate("document.activeElement.closest('article')?.textContent")).toContain(
      "#bbbbbb",
    );
    await page.keyboard.press("n");
    expect(await page.evaluate("document.activeElement.closest('article')?.textContent")).toContain(
      "#aaaaaa",
    );
    await page.keyboard.press("w");
    await onPhones.waitFor({ state: "detached" });

    // A free width, by the grip.
    const grip = page.getByRole("slider", { name: "Width of the mail" });
    await grip.focus();
    for (let step = 0; step < 12 && Number(await grip.getAttribute("aria-valuenow")) > 420; step++)
      await page.keyboard.press("PageDown");
    await onPhones.waitFor();

    // Two widths beside each other are two mails, and what both have is one finding.
    await page.keyboard.press("b");
    await page.locator("#sheet .beside .pane.mobile").waitFor();
    await status.getByText("axe finds 2 things").waitFor();
    expect(await always.locator(".element").textContent()).toBe("“Faint words”");
    await always.hover();
    expect(await page.locator(".shade").count()).toBe(2);
    await onPhones.hover();
    expect(await page.locator(".shade").count()).toBe(1);

    // The panel is exchanged around what has the focus.
    await page.mouse.move(640, 60);
    await always.getByRole("link").focus();
    await project.write(file, issueText({ subject: "x".repeat(80), more: faint(73.33) }));
    await panel.getByText("the subject has 80 characters").waitFor();
    expect(await page.evaluate("document.activeElement.closest('article')?.textContent")).toContain(
      "#bbbbbb",
    );

    // The browser keeps the library, and only asks whether it is still the same.
    await page.reload();
    await status.getByText("axe finds 2 things").waitFor();
    const sizes = "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/axe.js'))";
    expect(await page.evaluate(`${sizes}.map(({ transferSize }) => transferSize < 2000)`)).toEqual([true]);
  });

  browserTest("stand a hostile mail: it runs nothing, and its tricks tell it nothing", async (browser) => {
    await using project = await tempProject({ "2026-09-01-quiet": issueText({ more: faint(73.33) }) });
    const template = "templates/weekly/template.mjml";
    const frame = await readFile(join(project.root, template), "utf8");
    await project.write(template, frame.replace("</mj-body>", harm));
    await using server = await startPreview({ config: project.config });
    const { page, foreign } = await openPage(browser, { width: 1280 });
    await page.goto(server.url);
    const panel = page.getByRole("complementary", { name: "Findings" });
    await panel.getByText("axe could not look at this mail.").waitFor();
    await panel.getByRole("button", { name: /^html/ }).hover();
    expect(lies(await boxes(page, "Faint words"))).toBe(true);
    await pointAt(page, "Forged");
    await page.locator(".shade").waitFor({ state: "detached" });
    expect(await panel.locator(".group.lit").count()).toBe(0);
    expect(await page.evaluate("[typeof window.owned, typeof window.axe]")).toEqual([
      "undefined",
      "undefined",
    ]);
    expect(await page.title()).toContain("A quiet week");
    const [frameHeight, mailHeight] = await Promise.all([
      page.locator("#sheet iframe").evaluate((one) => one.clientHeight),
      page.frameLocator("#sheet iframe").locator("html").boundingBox(),
    ]);
    expect(Math.abs(frameHeight - (mailHeight?.height ?? 0))).toBeLessThan(2);
    expect(foreign).toEqual([]);
  });
});

const narrow = `<mj-raw>
<style>@media (max-width: 480px) { .narrow { color: #aaaaaa !important; } }</style>
<p class="narrow" style="color:#333333;background:#ffffff">Narrow words</p>
</mj-raw></mj-body>`;

/** What would run, or mislead who looks into the frame from outside. */
const harm = `<mj-raw>
<p data-letterpress-block="0&quot;],*,[x=&quot;">Forged</p>
<script>parent.owned = 1</script>
<img src="https://example.org/x.png" alt="x" onerror="parent.owned = 1" />
<form name="querySelectorAll"><input name="documentElement" /><input name="body" /></form>
<img src="https://example.org/x.png" name="defaultView" alt="x" />
<img src="https://example.org/x.png" name="getComputedStyle" alt="x" />
<img src="https://example.org/x.png" name="axe" alt="x" />
<img src="https://example.org/x.png" name="documentElement" alt="x" />
<img src="https://example.org/x.png" name="addEventListener" alt="x" />
</mj-raw></mj-body>`;
