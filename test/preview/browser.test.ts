import { describe, expect } from "@jest/globals";
import { startInbox } from "../../src/preview/inbox.ts";
import { startInboxPage } from "../../src/preview/inbox-app.ts";
import { startPreview } from "../../src/preview/start-preview.ts";
import { browserTest } from "../support/browser.ts";
import { oneMessage, smtpDialogue } from "../support/smtp-dialogue.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { buildMail, pixel } from "./mail-builder.ts";
import { openPage, sidewaysOverflow } from "./studio-page.ts";

const file = "issues/2026-09-01-quiet.yaml";
const longLetter = (last: string) =>
  issueText({
    letter: [...Array.from({ length: 60 }, (_, index) => `Paragraph ${index}.`), last].join("\n\n      "),
    more: "  - feature:\n      title: A press\n      image: { src: dot.png, alt: A red dot }\n      body: It prints.\n",
  });

/** Runs in the browser. */
function naturalWidth(image: object): unknown {
  return Reflect.get(image, "naturalWidth");
}

describe("in a real browser", () => {
  browserTest("the preview follows saves, keeps the place and shows dark", async (browser) => {
    await using project = await tempProject();
    await project.write("issues/dot.png", Buffer.from(pixel, "base64"));
    await project.write(file, longLetter("The end as it was."));
    await using server = await startPreview({ config: project.config, recipients: [] });
    const { page, foreign, faults } = await openPage(browser, { width: 1280 });
    await page.goto(`${server.url}/issues/2026-09-01-quiet`);
    const mail = page.frameLocator("#sheet iframe");
    await mail.getByText("The end as it was.").waitFor();
    expect(await mail.getByAltText("A red dot").evaluate(naturalWidth)).toBe(1);

    // The frame is as high as the mail, so the page is what scrolls.
    await page.waitForFunction("document.querySelector('#sheet iframe').offsetHeight > 2000");
    await page.evaluate("scrollTo(0, 900)");
    await project.write(file, longLetter("The end as it is now."));
    await mail.getByText("The end as it is now.").waitFor();
    expect(await page.evaluate("scrollY")).toBe(900);

    await project.write(file, longLetter("Hello {{fistName}}."));
    await page.getByText('"fistName" is not a field of a subscriber.').waitFor();
    await mail.getByText("The end as it is now.").waitFor();
    await project.write(file, longLetter("Mended."));
    await mail.getByText("Mended.").waitFor();

    await page.getByRole("link", { name: "Dark", exact: true }).click();
    await page.locator("#sheet .dark iframe").waitFor();
    expect(page.url()).toContain("scheme=dark");
    await page.getByLabel("Seen by").selectOption("arabic");
    await mail.getByText("نورة بنت عبد العزيز").waitFor();
    await page.reload();
    await mail.getByText("نورة بنت عبد العزيز").waitFor();
    expect(foreign).toEqual([]);
    expect(faults).toEqual([]);
  });

  browserTest("the preview fits a phone and can be used from the keyboard", async (browser) => {
    await using project = await tempProject({ "2026-09-01-quiet": issueText() });
    await using server = await startPreview({ config: project.config, recipients: [] });
    const { page, faults } = await openPage(browser, { width: 390, dark: true });
    await page.goto(server.url);
    await page.frameLocator("#sheet iframe").getByText("Movable letters").waitFor();
    expect(await sidewaysOverflow(page)).toBe(0);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(page.url()).toContain("#main");
    await page.getByRole("link", { name: "320" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#sheet .w320").waitFor();
    expect(await page.evaluate("document.activeElement.id")).toBe("width-320");
    expect(faults).toEqual([]);
  });

  browserTest(
    "a hostile mail in the inbox runs nothing, fetches nothing and leads nowhere",
    async (browser) => {
      await using folder = await tempFolder();
      await using inbox = await startInbox({ folder: folder.path });
      await using server = await startInboxPage({ inbox });
      const { page, foreign } = await openPage(browser, { width: 1280 });
      await page.goto(server.url);
      const html = [
        "<p>Hostile</p>",
        "<script>parent.document.title = 'owned'</script>",
        "<img src='https://tracker.example.org/pixel.gif' onerror=\"parent.document.title = 'owned'\">",
        "<style>@import url(https://tracker.example.org/a.css);</style>",
        "<a href='https://example.org/away' target='_top'>away</a>",
        "<img src='cid:dot@images' alt='A red dot'>",
      ].join("\r\n");
      const subject = `"><script>document.title='owned'</script>`;
      await smtpDialogue(inbox.port, oneMessage(buildMail({ subject, html })));
      // The list renews itself.
      await page.getByRole("link", { name: "zoe@example.org" }).click();
      const mail = page.frameLocator("iframe");
      await mail.getByText("Hostile").waitFor();
      expect(await mail.getByAltText("A red dot").evaluate(naturalWidth)).toBe(1);
      await mail.getByText("away").click();
      await page.getByText("This link leads to https://example.org/away").waitFor();
      expect(page.url()).toMatch(/\/mail\/000001-zoe-example\.org$/);
      expect(await page.title()).toBe(`${subject} · Inbox`);
      expect(foreign).toEqual([]);
    },
  );
});
