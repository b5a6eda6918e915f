import { describe, expect } from "@jest/globals";
import { systemClock } from "../../src/base/clock.ts";
import { storeReadership } from "../../src/preview/desk/readership.ts";
import { startPreview } from "../../src/preview/start-preview.ts";
import { browserTest } from "../support/browser.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { addReader, tempStore } from "../support/temp-store.ts";
import { openPage, sidewaysOverflow } from "./studio-page.ts";

const forMembers = `  - letter:
      only: tag member
      body: Members read this.
`;

describe("the readers of the studio", () => {
  browserTest("are searched, stepped through, and shown in every variant there is", async (browser) => {
    await using temp = await tempStore();
    const { store } = temp;
    const reader = (firstName: string, ...tags: readonly string[]) =>
      addReader(store, { email: `${firstName.toLowerCase()}@example.org`, fields: { firstName }, tags });
    for (const name of ["Ada", "Bea"]) await reader(name);
    await reader("Cleo", "member");
    const zoe = await reader("Zoe");
    await addReader(store, {
      email: "gone@example.org",
      fields: { firstName: "Gone" },
      state: "unsubscribed",
    });
    await using project = await tempProject({ "2026-09-01-quiet": issueText({ more: forMembers }) });
    const readership = storeReadership(store, systemClock);
    await using server = await startPreview({ config: project.config, readership });
    const { page, foreign, faults } = await openPage(browser, { width: 1280 });
    await page.goto(`${server.url}/issues/2026-09-01-quiet`);
    const mail = page.frameLocator("#sheet iframe");
    await mail.getByText("Hello Ada").waitFor();

    await page.keyboard.press("ArrowRight");
    await mail.getByText("Hello Bea").waitFor();
    await page.keyboard.press("ArrowRight");
    await mail.getByText("Hello Cleo").waitFor();
    await mail.getByText("Members read this.").waitFor();
    await page.keyboard.press("ArrowLeft");
    await mail.getByText("Hello Bea").waitFor();

    await page.keyboard.press("r");
    await page.keyboard.type("zo");
    const picker = page.locator("#readers");
    await picker.getByRole("link", { name: "Ada" }).waitFor({ state: "detached" });
    await mail.getByText("Hello Bea").waitFor();
    await page.keyboard.press("Enter");
    await mail.getByText("Hello Zoe").waitFor();
    expect(new URL(page.url()).searchParams.get("reader")).toBe(String(zoe));
    await picker.waitFor({ state: "hidden" });
    // After the one who was found come the edge cases.
    for (const label of ["No name", "A name of 60 letters", "An Arabic name", "O'Brien & <Sons>"])
      await page.getByRole("link", { name: `The next reader: ${label}` }).click();
    await mail.getByText("Hello O'Brien & <Sons>").waitFor();

    // Who does not get the issue can be looked at all the same, and is marked.
    await page.keyboard.press("r");
    await page.locator("#find-reader").fill("gone");
    await picker.getByRole("link", { name: "Gone (gone@example.org), unsubscribed" }).click();
    await mail.getByText("Hello Gone").waitFor();
    // Keys that come faster than pages lose no step, and none goes beyond the last.
    await page.goto(`${server.url}/issues/2026-09-01-quiet?reader=no-name`);
    await mail.getByText("Hello there").waitFor();
    await page.evaluate(
      `for (let key = 0; key < 3; key += 1) document.querySelector("[data-key=ArrowRight]").click()`,
    );
    await mail.getByText("Hello O'Brien & <Sons>").waitFor();
    await page.keyboard.press("ArrowRight");
    expect(new URL(page.url()).searchParams.get("reader")).toBe("special");

    // Each variant with its readers. What has been looked at counts until it changes.
    const variants = page.getByRole("navigation", { name: "Variants" });
    await variants.getByText("All 2 variants looked at.").waitFor();
    await variants.getByRole("link", { name: /^tag "member" 1 reader$/ }).waitFor();
    await variants.getByRole("link", { name: /^not tag "member" 3 readers$/ }).waitFor();
    await project.write(
      "issues/2026-09-01-quiet.yaml",
      issueText({ more: forMembers.replace("this", "that") }),
    );
    await variants.getByText("Nobody has looked at 1 of 2 variants.").waitFor();
    await page.keyboard.press("v");
    await mail.getByText("Members read that.").waitFor();
    await variants.getByText("All 2 variants looked at.").waitFor();
    expect(page.url()).toContain("reader=variant-1");
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await sidewaysOverflow(page)).toBe(0);
    expect(foreign).toEqual([]);
    expect(faults).toEqual([]);
  });
});
