import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "@jest/globals";
import { startPreview } from "../../src/preview/start-preview.ts";
import { browserTest } from "../support/browser.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { openPage, rememberingEditor, sidewaysOverflow } from "./studio-page.ts";

const file = "issues/2026-09-01-quiet.yaml";
const long = Array.from({ length: 60 }, (_, index) => `Paragraph ${index}.`).join("\n\n      ");

describe("the studio, live", () => {
  browserTest("follows every save, keeps the place, and leads from an error to its line", async (browser) => {
    await using project = await tempProject({
      "2026-09-01-quiet": issueText({ letter: `${long}\n\n      As it was.` }),
      "2026-08-25-broken": issueText({ subject: "Broken", letter: "Hello {{fistName}}." }),
    });
    const { editor, opened } = rememberingEditor();
    await using server = await startPreview({ config: project.config, editor });
    const { page, foreign, faults } = await openPage(browser, { width: 1280 });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(server.url);
    await page.waitForURL(/\/issues\/2026-09-01-quiet\?/);
    const mail = page.frameLocator("#sheet iframe");
    await mail.getByText("As it was.").waitFor();
    // Axe comes last. Until then nothing was asked for twice.
    while (!asked.includes("/browser/axe.js")) await page.waitForTimeout(50);
    expect(asked).toContain("/events");
    expect(asked.filter((path) => path === "/" || path === "/issues/2026-09-01-quiet")).toEqual(["/"]);
    const saves = async (words: string, save: () => Promise<void>) => {
      await page.evaluate("scrollTo(0, 900)");
      await save();
      await mail.getByText(words).waitFor();
      expect(await page.evaluate("scrollY")).toBe(900);
    };
    const letter = (words: string) => issueText({ letter: `${long}\n\n      ${words}` });
    await saves("As it is.", () => project.write(file, letter("As it is.")));
    const partial = "templates/weekly/template.mjml";
    const frame = await readFile(join(project.root, partial), "utf8");
    const changed = frame.replace(
      "</mj-body>",
      "<mj-section><mj-column><mj-text>From the template</mj-text></mj-column></mj-section></mj-body>",
    );
    await saves("From the template", () => project.write(partial, changed));
    const theme = await readFile(join(project.root, "templates/weekly/theme.yaml"), "utf8");
    await project.write("templates/weekly/theme.yaml", theme.replace(/page: "#\w+"/, 'page: "#123456"'));
    const markup = "document.querySelector('#sheet iframe').contentDocument.documentElement.outerHTML";
    while (!(await page.evaluate(`${markup}.includes("#123456")`))) await page.waitForTimeout(50);
    await project.write("templates/weekly/theme.yaml", theme);
    const config = await readFile(join(project.root, "letterpress.yaml"), "utf8");
    const renamed = config.replace(
      /^(\s*postalAddress:).*(?:\n(?: {4,}\S.*))*/m,
      "$1 9 Another Street, Elsewhere",
    );
    await saves("9 Another Street", () => project.write("letterpress.yaml", renamed));

    // An error lies over the last good version; its place is opened by a click, with the line.
    await project.write(file, letter("Hello {{fistName}}."));
    const over = page.getByRole("alert");
    await over.getByText('"fistName" is not a field of a subscriber.').waitFor();
    await over.getByText("Below is the last good version").waitFor();
    await mail.getByText("As it is.").waitFor();
    await over.getByRole("button", { name: /quiet\.yaml:130:13/ }).click();
    await page.getByRole("status").getByText("Opened in pen.").waitFor();
    expect(opened).toEqual([{ file: join(project.root, file), line: 130, column: 13 }]);
    await project.write(file, letter("Mended."));
    await mail.getByText("Mended.").waitFor();
    await over.waitFor({ state: "hidden" });

    // The list: searched, and walked by keys.
    await page.keyboard.press("/");
    await page.keyboard.type("broken");
    const issues = page.getByRole("navigation", { name: "Issues" }).getByRole("listitem");
    expect(await issues.allInnerTexts()).toEqual([
      expect.stringMatching(/^Broken\s+2026-09-01\s+ready\s+1 error/),
    ]);
    await page.keyboard.press("Escape");
    expect(await issues.count()).toBe(2);
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog");
    await keys.getByText("search the issues").waitFor();
    expect(await keys.evaluate((sheet) => sheet.scrollHeight - sheet.clientHeight)).toBe(0);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.keyboard.press("j");
    await page.waitForURL(/2026-08-25-broken/);
    await page.getByText("As soon as the errors are gone, the issue appears here.").waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await sidewaysOverflow(page)).toBe(0);
    expect(foreign).toEqual([]);
    expect(faults).toEqual([]);
  });
});
