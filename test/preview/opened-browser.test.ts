import { describe, expect } from "@jest/globals";
import { startPreview } from "../../src/preview/start-preview.ts";
import { browserTest } from "../support/browser.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { openPage } from "./studio-page.ts";

/** A link whose words say nothing of where it leads: one finding, of one shape whatever the words are. */
const link = (words: string) => `[${words}](https://example.org/${words.length})`;

describe("what is opened at a finding", () => {
  browserTest("stays open as long as that finding is there, and opens no other", async (browser) => {
    await using project = await tempProject({ "2026-09-01-quiet": issueText({ letter: link("here") }) });
    const save = (letter: string) => project.write("issues/2026-09-01-quiet.yaml", issueText({ letter }));
    await using server = await startPreview({ config: project.config });
    const { page, faults } = await openPage(browser, { width: 1280 });
    await page.goto(server.url);
    const of = (words: string) => page.locator("#findings article").filter({ hasText: `"${words}"` });
    const opened = () =>
      page
        .locator("#findings article:has(details[open]) .said")
        .evaluateAll((all) => all.map(({ textContent }) => textContent?.match(/"(.*?)"/)?.[1]));
    await of("here").locator("summary").click();
    expect(await opened()).toEqual(["here"]);

    // One more, and further down than before.
    await save(`${link("click here")}\n\n      and ${link("here")}`);
    await of("click here").waitFor();
    expect(await opened()).toEqual(["here"]);
    // As many as before, in another order.
    await save(`${link("here")}\n\n      and ${link("click here")}`);
    await page.locator("#findings article .said").first().getByText('"here"').waitFor();
    expect(await opened()).toEqual(["here"]);
    // Another one in the place of what was open.
    await save(`${link("read more")}\n\n      and ${link("click here")}`);
    await of("read more").waitFor();
    expect(await opened()).toEqual([]);
    expect(faults).toEqual([]);
  });
});
