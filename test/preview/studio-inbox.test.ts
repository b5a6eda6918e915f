import { describe, expect } from "@jest/globals";
import { systemClock } from "../../src/base/clock.ts";
import { startStudioInbox } from "../../src/preview/inbox/studio-inbox.ts";
import { startPreview } from "../../src/preview/start-preview.ts";
import { browserTest } from "../support/browser.ts";
import { oneMessage, smtpDialogue } from "../support/smtp-dialogue.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { buildMail } from "./mail-builder.ts";
import { openPage, sidewaysOverflow } from "./studio-page.ts";

const hostile = {
  subject: `"><script>document.title='owned'</script>`,
  html: [
    "<p>Hostile</p><script>parent.document.title = 'owned'</script>",
    "<img src='https://tracker.example.org/pixel.gif' onerror=\"parent.document.title = 'owned'\">",
    "<form action='https://example.org/steal'><button>Press</button></form>",
    "<base target='_top'><a href='https://example.org/away'>away</a>",
    "<img src='cid:dot@images' alt='A red dot'>",
  ].join("\r\n"),
};

describe("the inbox of the studio", () => {
  browserTest("shows what any program sends, runs nothing of it, and deletes it", async (browser) => {
    await using project = await tempProject({ "2026-09-01-quiet": issueText() });
    await using inbox = await startStudioInbox({ root: project.root, port: 0, clock: systemClock });
    await using server = await startPreview({ config: project.config, inbox });
    const { page, foreign, faults } = await openPage(browser, { width: 1280 });
    // Each is a page of its own, and hears keys when it is loaded.
    const press = async (key: string) => {
      await page.waitForLoadState();
      await page.keyboard.press(key);
    };
    await page.goto(server.url);
    await page.getByRole("link", { name: "Arrived mails 0" }).waitFor();
    await press("m");
    await page.getByText("Nothing has arrived yet.").waitFor();
    await page.getByText(`127.0.0.1:${inbox.port}`).waitFor();
    await smtpDialogue(inbox.port, oneMessage(buildMail({ subject: "First" })));
    await smtpDialogue(inbox.port, oneMessage(buildMail(hostile)));
    // It comes by itself, and what it says is only text.
    await page.getByRole("link", { name: "Arrived mails 2" }).waitFor();
    await page.getByRole("link", { name: /<script>/ }).click();
    const mail = page.frameLocator("iframe");
    await mail.getByText("Hostile").waitFor();
    await mail.getByRole("button", { name: "Press" }).click();
    await mail.getByText("away").click();
    await page.getByText("This link leads to https://example.org/away").waitFor();
    await page.getByText("Pictures of other machines are not fetched here.").waitFor();
    expect(await page.title()).toBe(`${hostile.subject} · Inbox · The Letterpress Weekly`);

    // Its views by keys, and everything that travels with it.
    await press("2");
    await page.getByText("Hello in plain text.").waitFor();
    await press("3");
    await page.getByRole("rowheader", { name: "MIME-Version" }).waitFor();
    await press("4");
    await page.getByLabel("Source").getByText("Content-ID: <dot@images>").waitFor();
    const attachments = page.getByRole("region", { name: "Attachments" }).getByRole("listitem");
    expect(await attachments.allInnerTexts()).toEqual([
      expect.stringMatching(/^dot\.png image\/png, \d+ bytes, in the HTML$/),
      expect.stringContaining("image/svg+xml"),
    ]);
    const drawing = await page.request.get(
      `${server.url}${await attachments.last().getByRole("link").getAttribute("href")}`,
    );
    expect(drawing.headers()["content-type"]).toBe("application/octet-stream");

    // Deleted by its key, the next one is shown; in the list by its button; all of them after a question.
    await press("Delete");
    await page.getByRole("heading", { name: "First" }).waitFor();
    await press("u");
    await smtpDialogue(inbox.port, oneMessage(buildMail({ subject: "Third" })));
    await page.getByRole("button", { name: "Delete: Third" }).click();
    await page.locator("#summary").getByText("1 mail").waitFor();
    await smtpDialogue(inbox.port, oneMessage(buildMail({ subject: "Fourth" })));
    await page.locator("#summary").getByText("2 mails").waitFor();
    await page.getByRole("button", { name: "Delete all …" }).click();
    await page.getByText("Delete all 2 mails for good?").waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await sidewaysOverflow(page)).toBe(0);
    await press("Enter");
    await page.getByText("Nothing has arrived yet.").waitFor();
    expect(inbox.mails).toEqual([]);
    expect(foreign).toEqual([]);
    // The page of a mail that is deleted asks for it once more before it goes to the next one: 404.
    expect(faults.filter((fault) => !/sandbox|Content Security|404/i.test(fault))).toEqual([]);
  });
});
