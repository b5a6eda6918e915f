import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "@jest/globals";
import { systemClock } from "../../src/base/clock.ts";
import { storeReadership } from "../../src/preview/desk/readership.ts";
import { startPreview } from "../../src/preview/start-preview.ts";
import { browserTest } from "../support/browser.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { addReader, tempStore } from "../support/temp-store.ts";
import { harm, openPage } from "./studio-page.ts";

describe("a hostile newsletter in the studio", () => {
  browserTest("runs nothing, fetches nothing and leads nowhere, in any view", async (browser) => {
    const words = `"><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
    await using project = await tempProject({
      "2026-09-01-quiet": issueText({ subject: `'${words.replaceAll("'", "''")}'` }),
    });
    const template = "templates/weekly/template.mjml";
    const frame = await readFile(join(project.root, template), "utf8");
    await project.write(template, frame.replace("</mj-body>", harm));
    await using temp = await tempStore();
    await addReader(temp.store, { email: "ada@example.org", fields: { firstName: words } });
    const readership = storeReadership(temp.store, systemClock);
    await using server = await startPreview({ config: project.config, readership });
    const { page, foreign } = await openPage(browser, { width: 1280 });
    const path = `${server.url}/issues/2026-09-01-quiet`;
    await page.goto(`${path}?beside=lights`);
    const mail = page.frameLocator("#sheet iframe").first();
    await mail.getByText("Harm").waitFor();
    const title = await page.title();
    expect(title).toContain("<script>");
    await mail.getByText("away").click();
    await page.getByText("This link leads to https://example.org/away").waitFor();
    await mail.getByRole("button", { name: "Send" }).click();
    for (const view of ["inbox", "text", "source", "headers", "raw", "web"]) {
      await page.locator(`#view-${view}`).click();
      await page.locator(`#view-${view}[aria-current]`).waitFor();
      expect(await page.title()).toBe(title);
    }
    expect(page.url()).toContain(`${path}?`);

    // Alone in a tab it is no more than it was in its frame.
    const src = (await page.locator("#sheet iframe").getAttribute("src")) ?? "";
    await page.goto(server.url + src);
    await page.getByText("Harm").waitFor();
    expect(await page.title()).not.toBe("owned");
    expect(page.url()).toBe(server.url + src);
    expect(foreign).toEqual([]);
  });
});
