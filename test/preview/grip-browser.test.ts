import { cp } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "@jest/globals";
import type { Page } from "playwright-core";
import { startPreview } from "../../src/preview/start-preview.ts";
import { browserTest } from "../support/browser.ts";
import { tempProject } from "../support/temp-project.ts";
import { openPage } from "./studio-page.ts";

const repository = join(import.meta.dirname, "../..");

describe("the grip beside the mail", () => {
  browserTest("stands on the page, whatever was there before it was scrolled", async (browser) => {
    await using project = await tempProject({});
    for (const name of ["issues", "templates"])
      await cp(join(repository, name), join(project.root, name), { recursive: true });
    await using server = await startPreview({ config: project.config });
    const { page } = await openPage(browser, { width: 1280, height: 850 });
    await page.goto(`${server.url}/issues/2025-02-14-musk-vs-altman`);
    await page.getByText("Accessibility: axe finds").waitFor();
    await page.screenshot();
    const painter = await browser.newPage();
    const colours: string[] = [];
    for (const y of [0, 300, 100, 0]) {
      await page.evaluate(`scrollTo(0, ${y})`);
      await page.waitForTimeout(200);
      const box = await page.locator("#grip").boundingBox();
      if (box === null) throw new Error("the grip cannot be seen");
      // What it covers, without its handle in the middle and what lies under the head.
      const [left, top] = [Math.round(box.x) + 2, Math.max(Math.round(box.y), 240) + 8];
      colours.push(...(await coloursIn(page, painter, [left, top, 3, 140])));
    }
    expect(new Set(colours).size).toBe(1);
  });
});

/** Of a picture of the whole screen: for one of a part Chromium draws that part anew. */
async function coloursIn(page: Page, painter: Page, part: readonly number[]): Promise<readonly string[]> {
  const picture = (await page.screenshot()).toString("base64");
  return painter.evaluate(`(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,${picture}";
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(${part.join(", ")});
    return [...new Set(Array.from({ length: data.length / 4 }, (_, at) => data.slice(4 * at, 4 * at + 3).join()))];
  })()`);
}
