import { describe, expect, test } from "@jest/globals";
import { systemClock } from "../../src/base/clock.ts";
import { transportOf } from "../../src/cli/send/open-relays.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { compileMessage } from "../../src/message/compile-message.ts";
import { dkimSigner } from "../../src/message/dkim/signer.ts";
import { personalize } from "../../src/message/personalize.ts";
import { openDesk } from "../../src/preview/desk/desk.ts";
import { storeReadership } from "../../src/preview/desk/readership.ts";
import { startStudioInbox } from "../../src/preview/inbox/studio-inbox.ts";
import { startPreview } from "../../src/preview/start-preview.ts";
import { testMark, testMessage } from "../../src/preview/test-mail/test-message.ts";
import { unfilledSender } from "../../src/model/unfilled-sender.ts";
import { openStore } from "../../src/store/store.ts";
import { configText, newsletter, issue } from "../e2e/newsletter.ts";
import { browserTest } from "../support/browser.ts";
import { rsaKey, verify } from "../support/dkim-verifier.ts";
import { buildRecipient } from "../support/message-builder.ts";
import { startInboxServer, startScriptedServer } from "../support/smtp-server.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";
import { openPage, sidewaysOverflow } from "./studio-page.ts";

const now = Date.UTC(2026, 8, 1, 7, 30);

/** The studio of a newsletter with its store, an inbox of its own, and its relays. */
async function studioOf(project: TempProject, environment: Readonly<Record<string, string>> = {}) {
  const { config } = await readConfig(project.root);
  if (config === undefined) throw new Error("letterpress.yaml has problems");
  const store = await openStore({ file: config.store });
  const inbox = await startStudioInbox({ root: project.root, port: 0, clock: systemClock });
  const server = await startPreview({
    config,
    readership: storeReadership(store, systemClock),
    inbox,
    openTransport: (changed, relay) => transportOf(environment, changed, relay),
  });
  const close = async () => {
    await server.close();
    await inbox.close();
    await store.close();
  };
  return { url: server.url, inbox, store, [Symbol.asyncDispose]: close };
}

describe("a test mail", () => {
  test("is the message of a send but for its mark, its address and its key, signed as that is", async () => {
    await using project = await tempProject({ [issue]: issueText() });
    const open = await openDesk(project.config).open(issue, "");
    if (open?.proof === undefined) throw new Error("the issue has no fault");
    const { list, proof } = open;
    const [edition] = proof.editions;
    const recipient = buildRecipient();
    const key = rsaKey({ domain: "news.example.org" });
    const signers = [dkimSigner(key)];
    const tested = testMessage({ list, proof }, edition, recipient, {
      to: "zoe@example.org",
      key: "k",
      mark: testMark(now),
      date: now,
      signers,
    });
    const names = { issue, list: list.id, date: now };
    const sent = personalize(compileMessage(edition, proof.sender, names, "k", signers), {
      ...recipient,
      email: "zoe@example.org",
    });
    expect(tested.envelope).toEqual({ ...sent.envelope, to: "zoe@example.org" });
    const text = tested.bytes.toString();
    const mark = testMark(now);
    expect(mark).toMatch(/^\[Test \d\d:30:00\] $/);
    expect(text).toContain(`\r\nSubject: ${mark}A quiet week in printing\r\n`);
    // The boundary is made from the digest of the edition, and the subject is part of that.
    const unsigned = (one: string) =>
      one.replace(/^DKIM-Signature: .*\r\n(?:[ \t].*\r\n)*/m, "").replaceAll(/=_[0-9a-f]{32}_/g, "=_");
    expect(unsigned(text).replace(`Subject: ${mark}`, "Subject: ")).toBe(unsigned(sent.bytes.toString()));
    expect(await verify(tested.bytes, [key])).toEqual(["pass"]);
  });

  browserTest(
    "goes from the page to the inbox, as the reader who looks, and records nothing",
    async (browser) => {
      await using project = await newsletter({ port: 9, readers: 2 });
      await using studio = await studioOf(project);
      const { page, foreign, faults } = await openPage(browser, { width: 1280 });
      await page.goto(`${studio.url}/issues/${issue}`);
      await page.frameLocator("#sheet iframe").getByText("Hello Reader 1").waitFor();
      await page.keyboard.press("ArrowRight");
      await page.frameLocator("#sheet iframe").getByText("Hello Reader 2").waitFor();
      await page.keyboard.press("t");
      const form = page.locator("#test-mail");
      await form.getByText("A quiet week in printing").waitFor();
      await page.keyboard.press("Enter");
      await form.getByText("It lies in the inbox of this studio, addressed to r2@example.org.").waitFor();
      await page.keyboard.type("zoe@example");
      await page.keyboard.press("Enter");
      await form.getByText('"zoe@example" is not an address').waitFor();
      await page.keyboard.type(".org");
      await page.keyboard.press("Enter");
      await form.getByText("It lies in the inbox of this studio, addressed to zoe@example.org.").waitFor();
      await page.getByRole("link", { name: "Arrived mails 2" }).waitFor();
      await form.getByRole("link", { name: "Open it" }).click();
      await page.frameLocator("iframe").getByText("Hello Reader 2").waitFor();
      await page.getByRole("heading", { name: /^\[Test [\d:]+\] A quiet week in printing$/ }).waitFor();

      // The links of the mail are nobody's, and the ledger has heard of nothing.
      const mail = (await studio.inbox.read(studio.inbox.mails[0]?.id ?? ""))?.toString() ?? "";
      const tokens = await studio.store.db.selectFrom("subscriptions").select("token").execute();
      expect(tokens).toHaveLength(2);
      for (const { token } of tokens) expect(mail).not.toContain(token);
      for (const table of ["mailings", "deliveries"] as const)
        expect(await studio.store.db.selectFrom(table).selectAll().execute()).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await sidewaysOverflow(page)).toBe(0);
      expect(foreign).toEqual([]);
      expect(faults.filter((fault) => !fault.includes("400"))).toEqual([]);
    },
  );

  browserTest(
    "goes through a relay only when one is chosen, and tells what the relay says",
    async (browser) => {
      const relay = await startInboxServer({ auth: { user: "me", password: "secret-word" } });
      const grumpy = await startScriptedServer({ rcpt: "550 5.1.1 <b>No such user</b>" });
      const second = `      - name: grumpy\n        host: 127.0.0.1\n        port: ${grumpy.port}\n        security: none\n`;
      await using project = await newsletter({
        port: relay.port,
        readers: 1,
        relay: `    user: me\n    password: { env: RELAY_WORD }\n${second.replaceAll(/^ {4}/gm, "")}`,
      });
      await using studio = await studioOf(project, { RELAY_WORD: "secret-word" });
      const { page } = await openPage(browser, { width: 1280 });
      await page.goto(`${studio.url}/issues/${issue}`);
      await page.keyboard.press("t");
      const form = page.locator("#test-mail");
      await page.keyboard.type("zoe@example.org");
      await form.getByText("This leaves your machine.").first().click();
      await form.getByRole("button", { name: "Send through main" }).click();
      await form.getByText(`main (127.0.0.1:${relay.port}) has taken it for zoe@example.org.`).waitFor();
      expect(relay.messages).toMatchObject([{ envelope: { to: ["zoe@example.org"] } }]);
      expect(relay.messages[0]?.bytes.toString()).toMatch(
        /Subject: \[Test [\d:]+\] A quiet week in printing/,
      );
      expect(studio.inbox.mails).toEqual([]);
      await form.getByText("grumpy", { exact: true }).click();
      await form.getByRole("button", { name: "Send through grumpy" }).click();
      await form.getByText("550 5.1.1 <b>No such user</b> Nothing was sent. Is the address right?").waitFor();
      await relay.close();
      await form.getByText("main", { exact: true }).click();
      await form.getByRole("button", { name: "Send through main" }).click();
      await form
        .getByText(
          "cannot be reached: the connection was refused. Check that the host and the port are right",
        )
        .waitFor();
      expect(await page.content()).not.toContain("secret-word");

      // Opened anew, the form leads to the inbox again.
      await page.keyboard.press("Escape");
      await form.waitFor({ state: "hidden" });
      await page.keyboard.press("t");
      await form.getByRole("button", { name: "Send", exact: true }).waitFor();
      expect(await form.getByRole("radio", { checked: true }).getAttribute("value")).toBe("inbox");
      await grumpy.close();
    },
  );

  test("is not made of an issue with errors, and says why", async () => {
    await using project = await newsletter({ port: 9, readers: 1 });
    await using studio = await studioOf(project);
    const page = await (await fetch(`${studio.url}/issues/${issue}`)).text();
    const token = /name="letterpress-token" content="([^"]+)"/.exec(page)?.[1] ?? "";
    const ask = async (through: string) => {
      const answer = await fetch(`${studio.url}/issues/${issue}/test-mail`, {
        method: "POST",
        headers: { Origin: studio.url, "X-Letterpress-Token": token },
        body: new URLSearchParams({ to: "zoe@example.org", through }),
      });
      return [answer.status, await answer.text()];
    };
    expect(await ask("relay:other")).toEqual([
      409,
      "There is no such relay in letterpress.yaml any more. Load the page again.",
    ]);
    await project.write(`issues/${issue}.yaml`, issueText({ letter: "Hello {{fistName}}." }));
    expect(await ask("inbox")).toEqual([
      409,
      "The issue has errors, and what you see is its last good version. Nothing was sent; mend them first.",
    ]);
    await project.write(`issues/${issue}.yaml`, issueText());
    const dkim = "dkim:\n  - { domain: news.example.org, selector: news, key: { env: NO_KEY } }\n";
    await project.write("letterpress.yaml", configText({ port: 9, more: dkim }));
    expect(await ask("relay:main")).toEqual([
      409,
      expect.stringContaining(
        "What is meant to be signed is not sent unsigned: the key of news._domainkey.news.example.org",
      ),
    ]);
    expect(await ask("inbox")).toEqual([
      200,
      expect.stringMatching(
        /^It lies in the inbox of this studio.* It is not signed: the key of news\._domainkey/,
      ),
    ]);
    const unfilled = configText({ port: 9 }).replace(/^siteUrl: .*$/m, `siteUrl: ${unfilledSender.siteUrl}`);
    await project.write("letterpress.yaml", unfilled);
    expect(await ask("inbox")).toEqual([
      200,
      expect.stringContaining('It has what init wrote: siteUrl ("https://my-newsletter.example.org").'),
    ]);
  });
});
