import { describe, expect } from "@jest/globals";
import { startPreview } from "../../src/preview/start-preview.ts";
import { browserTest } from "../support/browser.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { openPage } from "./studio-page.ts";

const file = "issues/2026-09-01-quiet.yaml";

describe("the findings", () => {
  browserTest(
    "of axe stand at the line that they are written in, and say nothing that check says of it",
    async (browser) => {
      const more = `  - html:
      body: |
        <p style="color:#bbbbbb;background:#ffffff">Told by check</p>
        <p style="color:hsl(0, 0%, 73.33%);background:#fefefe">Told by axe</p>
      text: Told
`;
      await using project = await tempProject({ "2026-09-01-quiet": issueText({ more }) });
      await using server = await startPreview({ config: project.config });
      const { page, faults } = await openPage(browser, { width: 1280 });
      await page.goto(server.url);
      const panel = page.getByRole("complementary", { name: "Findings" });
      await panel.getByText("axe finds one thing").waitFor();
      const found = panel.getByRole("article");
      expect(await found.locator(".said").allInnerTexts()).toEqual([
        expect.stringContaining("text in #bbbbbb on #ffffff has a contrast of"),
        expect.stringContaining("this text is #bbbbbb on #fefefe"),
      ]);
      const place = found.last().getByRole("link", { name: /quiet\.yaml:14:/ });
      expect(await place.getAttribute("href")).toMatch(/^vscode:.*quiet\.yaml:14:/);
      // The line moves, and the mail stays as it is.
      await project.write(file, `# A remark\n${issueText({ more })}`);
      await found
        .last()
        .getByRole("link", { name: /quiet\.yaml:15:/ })
        .waitFor();
      expect(faults).toEqual([]);
    },
  );

  browserTest(
    "of axe all get their line, also when they are many and each is a long Chinese text",
    async (browser) => {
      const lines = Array.from({ length: 12 }, (_, index) => {
        const words = String.fromCodePoint(0x4e00 + index) + "活字印刷".repeat(50);
        return `        <p style="color:hsl(0, 0%, ${60 + index}%);background:#ffffff">${words}</p>`;
      });
      const more = `  - html:\n      body: |\n${lines.join("\n")}\n      text: Faint\n`;
      await using project = await tempProject({ "2026-09-01-quiet": issueText({ more }) });
      await using server = await startPreview({ config: project.config });
      const { page, faults } = await openPage(browser, { width: 1280 });
      await page.goto(server.url);
      const panel = page.getByRole("complementary", { name: "Findings" });
      await panel.getByText("axe finds 12 things").waitFor();
      const places = panel.getByRole("article").filter({ hasText: "axe/color-contrast" }).getByRole("link");
      const shown = (await places.allTextContents()).map((one) => /quiet\.yaml:(\d+):/.exec(one)?.[1]);
      expect(shown.toSorted()).toEqual(lines.map((_, index) => String(13 + index)));
      expect(faults).toEqual([]);
    },
  );
});
