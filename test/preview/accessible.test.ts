import { describe, expect } from "@jest/globals";
import type { Browser } from "playwright-core";
import { systemClock } from "../../src/base/clock.ts";
import { startStudioInbox } from "../../src/preview/inbox/studio-inbox.ts";
import { startPreview } from "../../src/preview/start-preview.ts";
import { browserTest } from "../support/browser.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { openPage, violations } from "./studio-page.ts";

const more = `  - html:
      body: <p style="color:hsl(0, 0%, 73.33%);background:#fefefe">Faint words</p>
      text: Faint words
`;
const looks = [
  "?beside=lights",
  "?view=inbox",
  "?view=text",
  "?view=source&find=words",
  "?view=headers",
  "?view=raw",
  "?view=web&findings=off",
];

describe("the studio's own pages have nothing that axe-core finds", () => {
  browserTest("in the dark, in any view, with findings and without", async (browser) => {
    await lookAt(browser, { width: 1280, dark: true }, looks);
  });

  browserTest("on a phone", async (browser) => {
    await lookAt(browser, { width: 390, height: 844 }, ["?view=inbox"]);
  });

  browserTest("where there is nothing to show", async (browser) => {
    await using project = await tempProject();
    await using inbox = await startStudioInbox({ root: project.root, port: 0, clock: systemClock });
    await using server = await startPreview({ config: project.config, inbox });
    const { page } = await openPage(browser, { width: 1280 });
    for (const path of ["/", "/issues/2026-09-01-quiet", "/inbox", "/inbox/mail/000001-ada"]) {
      await page.goto(`${server.url}${path}`);
      expect([path, ...(await violations(page))]).toEqual([path]);
    }
  });
});

async function lookAt(
  browser: Browser,
  screen: Parameters<typeof openPage>[1],
  looks: readonly string[],
): Promise<void> {
  await using project = await tempProject({
    "2026-09-01-quiet": issueText({ subject: "x".repeat(80), more }),
    "2026-08-25-broken": issueText({ letter: `${"Long. ".repeat(20)}Hello {{fistName}}.` }),
  });
  await using server = await startPreview({ config: project.config });
  const { page, faults } = await openPage(browser, screen);
  await page.goto(`${server.url}/issues/2026-09-01-quiet`);
  await page.getByText("this text is #bbbbbb on #fefefe").waitFor();
  expect(await violations(page)).toEqual([]);
  for (const look of looks) {
    await page.goto(`${server.url}/issues/2026-09-01-quiet${look}`);
    expect([look, ...(await violations(page))]).toEqual([look]);
  }
  await page.goto(`${server.url}/issues/2026-08-25-broken`);
  await page.getByRole("alert").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  expect(await violations(page)).toEqual([]);
  expect(faults).toEqual([]);
}
