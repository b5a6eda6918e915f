import { describe, expect } from "@jest/globals";
import { startPreview } from "../../src/preview/start-preview.ts";
import { browserTest } from "../support/browser.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { openPage } from "./studio-page.ts";

const ids = Array.from(
  { length: 40 },
  (_, index) => `2026-${10 + (index % 3)}-${10 + (index % 18)}-no-${index}`,
);
const oldest = ids.toSorted()[0] ?? "";

describe("a studio with more issues than its list has room for", () => {
  browserTest(
    "shows the one that is open in the list, also after a save; Tab begins at the link to the mail",
    async (browser) => {
      await using project = await tempProject(Object.fromEntries(ids.map((id) => [id, issueText()])));
      await using server = await startPreview({ config: project.config });
      const { page } = await openPage(browser, { width: 1280 });
      await page.goto(`${server.url}/issues/${oldest}`);
      await page.frameLocator("#sheet iframe").first().getByText("Movable letters").waitFor();
      const open = page.locator(".issues [aria-current]");
      expect(await open.getAttribute("href")).toContain(`/issues/${oldest}`);
      const isSeen = () =>
        page.evaluate(`(() => {
        const { top, bottom } = document.querySelector(".issues [aria-current]").getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      })()`);
      expect(await isSeen()).toBe(true);
      expect(await page.evaluate("scrollY")).toBe(0);
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.className")).toBe("skip");

      await project.write(`issues/${oldest}.yaml`, issueText({ subject: "Said anew" }));
      await open.getByText("Said anew").waitFor();
      expect(await isSeen()).toBe(true);
    },
  );
});
