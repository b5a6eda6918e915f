import { describe, expect } from "@jest/globals";
import { startPreview } from "../../src/preview/start-preview.ts";
import { browserTest } from "../support/browser.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { pixel } from "./mail-builder.ts";
import { openPage, sidewaysOverflow } from "./studio-page.ts";

const picture = `  - feature:
      title: A press
      image: { src: dot.png, alt: A red dot }
      body: It prints.
`;

describe("the views of the studio", () => {
  browserTest("are all there, keep to the address, and change without a flash", async (browser) => {
    await using project = await tempProject({ "2026-09-01-quiet": issueText({ more: picture }) });
    await project.write("issues/dot.png", Buffer.from(pixel, "base64"));
    await using server = await startPreview({ config: project.config });
    const { page, foreign, faults } = await openPage(browser, { width: 1280 });
    const path = `${server.url}/issues/2026-09-01-quiet`;
    await page.goto(path);
    const mail = page.frameLocator("#sheet iframe").first();
    await mail.getByText("Movable letters").waitFor();
    const seenWidth = (image: object): unknown => Reflect.get(image, "naturalWidth");
    expect(await mail.getByAltText("A red dot").evaluate(seenWidth)).toBe(1);
    const ground = (index = 0) =>
      page
        .locator("#sheet iframe")
        .nth(index)
        .evaluate((frame) => {
          const { contentDocument } = frame as unknown as { contentDocument: { body: object } };
          const read = Reflect.get(globalThis, "getComputedStyle") as (one: object) => {
            backgroundColor: string;
          };
          return read(contentDocument.body).backgroundColor;
        });

    // From here on there is always something to see.
    await page.evaluate(`(() => {
      window.lowest = Infinity;
      const look = () => {
        window.lowest = Math.min(window.lowest, document.getElementById("sheet")?.offsetHeight ?? 0);
        requestAnimationFrame(look);
      };
      look();
    })()`);
    const light = await ground();
    await page.keyboard.press("d");
    await page.locator("#sheet .frame.dark").waitFor();
    expect(await ground()).not.toBe(light);
    await page.keyboard.press("d");
    await page.locator("#sheet .frame.partly").waitFor();
    await page.keyboard.press("w");
    await page.locator("#sheet .pane.mobile").waitFor();
    await page.getByRole("link", { name: "Lights" }).click();
    await page.locator("#sheet iframe").nth(3).waitFor();
    expect(new Set(await Promise.all([0, 1, 2].map(ground))).size).toBe(3);
    await page.getByRole("link", { name: "Text", exact: true }).click();
    await page.locator("#sheet figure pre").getByText("Movable letters").waitFor();
    expect(await page.evaluate("window.lowest")).toBeGreaterThan(300);
    expect(page.url()).toMatch(/width=mobile&scheme=partly&beside=text$/);
    await page.reload();
    await page.locator("#sheet figure pre").waitFor();

    // A width of one's own: by the keyboard, and by dragging.
    await page.getByRole("link", { name: "One", exact: true }).click();
    const grip = page.getByRole("slider", { name: "Width of the mail in pixels" });
    await grip.press("ArrowRight");
    await page.waitForURL(/width=387/);
    await page.locator("#sheet .pane.free").waitFor();
    const box = (await grip.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(box.x + 9, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + 109, box.y + 200, { steps: 3 });
    await page.mouse.up();
    await page.waitForURL(/width=(?:5[789]|60)\d/);
    await page.locator("#sheet .pane.free").waitFor();
    expect(await mail.locator("body").evaluate((body) => Reflect.get(body, "clientWidth"))).toBeGreaterThan(
      570,
    );
    await page.getByRole("link", { name: "Off" }).click();
    await page.waitForURL(/images=off/);

    // The HTML, searched.
    await page.keyboard.press("4");
    await page.locator("#source li").first().waitFor();
    await page.keyboard.press("f");
    await page.keyboard.type("MOVABLE letters");
    expect(await page.locator("#hits").textContent()).toMatch(/^1 of \d+$/);
    await page.keyboard.press("Enter");
    expect(page.url()).toContain("find=MOVABLE+letters");
    await page.keyboard.press("Escape");

    // The list of Gmail cuts where Gmail does, with the findings beside it or without.
    await page.getByRole("link", { name: "Inbox", exact: true }).click();
    const list = page.locator(".gmail-desktop .mail-list.light");
    const cut = () => page.locator(".gmail-desktop .cuts").textContent();
    const listWidth = () => list.evaluate((one) => Reflect.get(one, "offsetWidth"));
    await list.waitFor();
    const besideFindings = [await listWidth(), await cut()];
    await page.locator("#findings-switch").click();
    await page.locator("#findings").filter({ hasText: "Findings" }).waitFor({ state: "detached" });
    expect([await listWidth(), await cut()]).toEqual(besideFindings);
    expect(besideFindings[0]).toBe(1100);

    // The message, as it is downloaded.
    await page.getByRole("link", { name: "Raw" }).click();
    await page.getByText("MIME-Version: 1.0").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download .eml" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("2026-09-01-quiet.eml");
    await page.getByRole("link", { name: "Headers" }).click();
    await page.getByRole("row", { name: /^List-Unsubscribe-Post/ }).waitFor();
    await page.getByRole("link", { name: "Web", exact: true }).click();
    await page.getByText("The web version: what “View in your browser” shows").waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    const tab = page.locator(".tabs [aria-current]");
    await page.waitForFunction(
      "document.querySelector('.tabs [aria-current]').getBoundingClientRect().right <= innerWidth",
    );
    expect(await tab.textContent()).toBe("Web");
    await page.getByRole("link", { name: "Mail", exact: true }).click();
    await page.locator("#sheet .pane.free").waitFor();
    expect(await sidewaysOverflow(page)).toBe(0);
    await page.reload();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(page.url()).toMatch(/#main$/);
    await page.getByRole("link", { name: "Mobile" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#sheet .pane.mobile").waitFor();
    expect(await page.evaluate("document.activeElement.id")).toBe("width-mobile");
    expect(foreign).toEqual([]);
    // Pictures that are off are what the policy of the frame refuses, and the browser says so.
    expect(faults.filter((one) => !one.includes("img-src 'none'"))).toEqual([]);
  });
});
