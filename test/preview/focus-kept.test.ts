import { describe, expect } from "@jest/globals";
import type { Page } from "playwright-core";
import { startPreview } from "../../src/preview/start-preview.ts";
import { browserTest } from "../support/browser.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { openPage } from "./studio-page.ts";

const [open, other] = ["2026-09-01-quiet", "2026-08-25-other"];
const quiet = `issues/${open}.yaml`;

/** What has the focus, as its words begin. */
function focused(page: Page): Promise<string> {
  return page.evaluate("document.activeElement.textContent.trim().split('\\n')[0]");
}

describe("whoever goes through the studio by keyboard", () => {
  browserTest("keeps the focus when a save exchanges the list that it is in", async (browser) => {
    await using project = await tempProject({
      [open]: issueText(),
      [other]: issueText({ subject: "Another one" }),
    });
    await using server = await startPreview({ config: project.config });
    const { page } = await openPage(browser, { width: 1280 });
    await page.goto(`${server.url}/issues/${open}`);
    await page.frameLocator("#sheet iframe").getByText("Movable letters").waitFor();
    await page.locator(`#issues a[href*="${other}"]`).focus();

    await project.write(quiet, issueText({ letter: "Hello {{fistName}}." }));
    await page.locator("#issues").getByText("1 error").waitFor();
    expect(await focused(page)).toBe("Another one");
    // Now it stands one lower.
    await project.write("issues/2026-09-08-new.yaml", issueText({ subject: "A new one" }));
    await page.locator("#issues").getByText("A new one").waitFor();
    expect(await focused(page)).toBe("Another one");

    const place = page.locator("#findings .place");
    await place.first().focus();
    await project.write(quiet, issueText({ letter: "Hello {{fistName}}, or {{lastNam}}." }));
    await place.nth(1).waitFor();
    expect(await focused(page)).toMatch(/^issues\/2026-09-01-quiet\.yaml:\d+:\d+/);
  });
});
