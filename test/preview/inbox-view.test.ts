import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "@jest/globals";
import { startPreview } from "../../src/preview/start-preview.ts";
import { browserTest } from "../support/browser.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { openPage, sidewaysOverflow } from "./studio-page.ts";

const long = "A quiet week in printing and everything it means for you and for the press at home";
const tested = issueText({ subject: `["${long}", "Five presses"]` });

describe("the inbox view of the studio", () => {
  browserTest(
    "shows where each program cuts a line, and subjects that are tested side by side",
    async (browser) => {
      await using project = await tempProject({ "2026-09-01-quiet": tested });
      await using server = await startPreview({ config: project.config });
      const { page, foreign, faults } = await openPage(browser, { width: 1280 });
      await page.goto(`${server.url}/issues/2026-09-01-quiet`);
      await page.getByRole("link", { name: "In the list of mails" }).click();
      await page.waitForURL(/view=inbox/);
      const programs = page.locator(".program");
      await programs.nth(5).waitFor();
      for (const program of await programs.all()) {
        const both = program.locator(".mail-list.dark .row");
        expect(await both.count()).toBe(2);
        expect(await both.first().textContent()).toContain(long);
        expect(await both.last().textContent()).toContain("Five presses");
      }

      // A phone has room for less than a browser, and what does not fit stands behind the mark.
      const phone = page.locator(".gmail-phone .cuts > div").filter({ hasText: "Subject A" });
      const [, fits = "", all = ""] = /(\d+) of (\d+)$/.exec((await phone.textContent()) ?? "") ?? [];
      expect(Number(all)).toBe(long.length);
      expect(Number(fits)).toBeGreaterThan(20);
      expect(Number(fits)).toBeLessThan(60);
      expect(await phone.locator("s").textContent()).toBe(long.slice(Number(fits)));
      const short = page.locator(".gmail-phone .cuts > div").filter({ hasText: "Subject B" });
      expect(await short.textContent()).toMatch(/Five presses\s*all 12$/);
      await page.getByText("the rest of its line stays empty: your template sees to that").waitFor();

      // A template that does not fill the line lets what follows be seen.
      const template = "templates/weekly/template.mjml";
      const frame = await readFile(join(project.root, template), "utf8");
      await project.write(template, frame.replace(/(<mj-preview>\{\{issue\.preheader\}\})[^<]*/, "$1"));
      await page
        .locator(".gmail-desktop .mail-list.light u", { hasText: "View in your browser" })
        .first()
        .waitFor();
      await page.getByText("Underlined is what follows the preheader").waitFor();
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await sidewaysOverflow(page)).toBe(0);
      expect(foreign).toEqual([]);
      expect(faults).toEqual([]);
    },
  );
});
