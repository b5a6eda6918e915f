import { describe, expect } from "@jest/globals";
import { startPreview } from "../../src/preview/start-preview.ts";
import { besides, views } from "../../src/preview/studio/look.ts";
import { browserTest } from "../support/browser.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { openPage, sidewaysOverflow } from "./studio-page.ts";

describe("the toolbar of the studio", () => {
  browserTest("is one row on a wide screen and two at most on that of a laptop", async (browser) => {
    await using project = await tempProject({ "2026-09-01-quiet": issueText() });
    await using server = await startPreview({ config: project.config });
    const { page } = await openPage(browser, { width: 1920 });
    const looks = [
      "width=1433",
      ...besides.map((one) => `beside=${one}`),
      ...views.map((one) => `view=${one}`),
    ];
    for (const look of looks) {
      await page.goto(`${server.url}/issues/2026-09-01-quiet?${look}`);
      for (const [width, most] of [
        [1920, 1],
        [1280, 2],
      ] as const) {
        await page.setViewportSize({ width, height: 800 });
        const tops = await page
          .locator("#tools > *")
          .evaluateAll((tools) => tools.map((one) => one.getBoundingClientRect()));
        const rows = tops.filter(({ top }, index) => index === 0 || top > (tops[index - 1]?.bottom ?? 0));
        expect({ look, width, isFew: rows.length > 0 && rows.length <= most }).toEqual({
          look,
          width,
          isFew: true,
        });
      }
    }
  });

  browserTest("leaves the name of the reader to be read beside a long subject", async (browser) => {
    const subject =
      "A subject that an editor wrote in one breath and never shortened, because nobody said so";
    await using project = await tempProject({ "2026-09-01-quiet": issueText({ subject }) });
    await using server = await startPreview({ config: project.config });
    const { page } = await openPage(browser, { width: 1920 });
    await page.goto(`${server.url}/issues/2026-09-01-quiet`);
    for (const width of [1920, 1280, 1260, 1259, 1000]) {
      await page.setViewportSize({ width, height: 800 });
      const picker = await page.locator("#reader").boundingBox();
      const next = await page.locator("#reader + *").boundingBox();
      const findings = await page.locator("#findings-switch").boundingBox();
      const isWide = (picker?.width ?? 0) >= 80;
      const isFree =
        (findings?.y ?? 0) > (next?.y ?? 0) || (findings?.x ?? 0) >= (next?.x ?? 0) + (next?.width ?? 0);
      expect({ width, isWide, isFree, over: await sidewaysOverflow(page) }).toEqual({
        width,
        isWide: true,
        isFree: true,
        over: 0,
      });
    }
  });
});
