import { describe, expect } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { parseAddress } from "../../src/base/address.ts";
import { confirmToken } from "../../src/subscriptions/confirm.ts";
import { linkKey } from "../../src/store/link-keys.ts";
import { signUpsOf } from "../../src/store/sign-ups.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { serveReaders } from "../../src/web/server/serve.ts";
import { sidewaysOverflow, violations } from "../preview/studio-page.ts";
import { browserTest } from "../support/browser.ts";
import { preferencesPath, type TestService, testService } from "../support/readers-service.ts";

const lists =
  "{ weekly: { name: The Weekly }, monthly: { name: A very long name of a list for people who read slowly } }";
const lines = (more = "") => `service:
  port: 0
  form: { fields: [firstName, city]${more} }`;

/** A page, and everything that its console and its policy complained of. */
async function openPage(
  browser: Browser,
  options: {
    readonly width: number;
    readonly dark?: boolean;
    readonly language?: string;
    readonly script?: boolean;
  },
): Promise<{ readonly page: Page; readonly faults: string[] }> {
  const context = await browser.newContext({
    viewport: { width: options.width, height: 800 },
    colorScheme: options.dark === true ? "dark" : "light",
    locale: options.language ?? "en",
    javaScriptEnabled: options.script ?? true,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => faults.push(message.text()));
  page.on("pageerror", (fault) => faults.push(String(fault)));
  page.on("requestfailed", (request) => faults.push(`${request.url()} failed`));
  return { page, faults };
}

async function pendingToken(service: TestService, email: string): Promise<string> {
  const parsed = parseAddress(email);
  const [found] = await signUpsOf(service.store, parsed.status === "valid" ? parsed.address.key : "");
  return confirmToken(await linkKey(service.store), found?.id ?? 0);
}

describe("the pages of the readers' service in a browser", () => {
  for (const look of [
    { width: 320, dark: false, language: "en" },
    { width: 320, dark: true, language: "ar" },
    { width: 1280, dark: true, language: "de" },
    { width: 1280, dark: false, language: "ar" },
  ])
    browserTest(
      `are clean for axe-core and fit, at ${look.width} in ${look.language}, ${look.dark ? "dark" : "light"}`,
      async (browser) => {
        await using service = await testService({ lists, lines: lines() });
        await using server = await serveReaders(service.service);
        const { token, preferences } = await service.reader("ada@example.org");
        const { page, faults } = await openPage(browser, look);
        const paths = ["/subscribe", `/u/${token}`, preferences, "/u/unknown", "/nothing"];
        for (const path of paths) {
          await page.goto(server.url + path);
          expect([path, ...(await violations(page))]).toEqual([path]);
          expect([path, await sidewaysOverflow(page)]).toEqual([path, 0]);
          expect(await page.evaluate("document.documentElement.dir")).toBe(
            look.language === "ar" ? "rtl" : "ltr",
          );
        }
        await page.goto(`${server.url}/subscribe`);
        // Sent in the moment in which it was shown: it comes back to be sent once more.
        await page.locator("#email").fill("ada@example.org");
        await page.getByRole("button").click();
        await page.getByRole("alert").waitFor();
        expect(await violations(page)).toEqual([]);
        expect(await sidewaysOverflow(page)).toBe(0);
        // Chromium tells of every answer that is no success; what else it says would be a fault of the page.
        expect(faults.filter((one) => !/status of (?:404|422|403)/.test(one))).toEqual([]);
      },
    );

  browserTest(
    "lead from signing up over confirming and the preferences to the way out, without a script",
    async (browser) => {
      let now = Date.now();
      await using service = await testService({ lists, lines: lines(), now: () => now });
      await using server = await serveReaders(service.service);
      const { page, faults } = await openPage(browser, { width: 1280, script: false });
      await page.goto(`${server.url}/subscribe`);
      await page.getByLabel("Email address").fill("ada@example.org");
      await page.getByLabel(/First name/).fill("Ada");
      await page.locator("#list-weekly").check();
      now += 4_000;
      await page.getByRole("button", { name: "Subscribe" }).click();
      await page.getByRole("heading", { name: "Look into your mailbox" }).waitFor();
      await page.goto(`${server.url}/c/${await pendingToken(service, "ada@example.org")}`);
      await page.getByRole("button", { name: "Yes, subscribe me" }).click();
      await page.getByRole("heading", { name: "You are subscribed" }).waitFor();
      const ada = await findSubscription(service.store, 1, "weekly");
      expect(ada?.state).toBe("confirmed");
      await page.goto(server.url + (await preferencesPath(service.store, 1)));
      await page.getByLabel(/A very long name/).check();
      await page.getByLabel("Pause").selectOption("One month");
      await page.getByLabel("Language").selectOption("Deutsch");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Ihre Auswahl ist gespeichert.").waitFor();
      await page.goto(`${server.url}/u/${ada?.token}`);
      await page.getByRole("button", { name: "Abbestellen" }).click();
      await page.getByRole("heading", { name: "Sie sind abgemeldet" }).waitFor();
      await page.getByRole("link", { name: /Noch einmal anmelden/ }).click();
      await page.locator("#email").waitFor();
      expect((await findSubscription(service.store, 1, "weekly"))?.state).toBe("unsubscribed");
      expect((await findSubscription(service.store, 1, "monthly"))?.state).toBe("confirmed");
      expect(faults).toEqual([]);
    },
  );

  browserTest(
    "work for a sign-up where the form asks for it, under the policy of the page",
    async (browser) => {
      await using service = await testService({ lines: lines(", proofOfWork: 10"), now: Date.now });
      await using server = await serveReaders(service.service);
      const { page, faults } = await openPage(browser, { width: 1280 });
      await page.goto(`${server.url}/subscribe`);
      await page.getByLabel("Email address").fill("ada@example.org");
      await page.waitForTimeout(2_100);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Look into your mailbox" }).waitFor();
      expect(faults).toEqual([]);
    },
  );

  browserTest("have a trap that no person comes upon: not by eye, not by the keyboard", async (browser) => {
    await using service = await testService({ lines: lines() });
    await using server = await serveReaders(service.service);
    const { page } = await openPage(browser, { width: 320 });
    await page.goto(`${server.url}/subscribe`);
    await page.locator("#email").focus();
    const visited: string[] = [];
    for (let step = 0; step < 6; step += 1) {
      visited.push(await page.evaluate<string>("document.activeElement.id"));
      await page.keyboard.press("Tab");
    }
    expect(visited).toContain("fields.city");
    expect(visited).not.toContain("website");
    const box = await page.locator("#website").boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(0);
  });
});
