import { describe, expect } from "@jest/globals";
import { startInbox } from "../../src/preview/inbox/inbox.ts";
import { startInboxPage } from "../../src/preview/inbox/inbox-app.ts";
import { browserTest } from "../support/browser.ts";
import { oneMessage, smtpDialogue } from "../support/smtp-dialogue.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { buildMail } from "./mail-builder.ts";
import { openPage } from "./studio-page.ts";

/** Runs in the browser. */
function naturalWidth(image: object): unknown {
  return Reflect.get(image, "naturalWidth");
}

describe("the pages of the inbox in a real browser", () => {
  browserTest(
    "a hostile mail in the inbox runs nothing, fetches nothing and leads nowhere",
    async (browser) => {
      await using folder = await tempFolder();
      await using inbox = await startInbox({ folder: folder.path });
      await using server = await startInboxPage({ inbox, tellBug: () => undefined });
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
