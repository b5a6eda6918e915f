import { afterAll, test } from "@jest/globals";
import { type Browser, chromium } from "playwright-core";
import { browserFlags, findBrowser } from "./find-browser.ts";

/**
 * A test in a real Chromium or Chrome. Where none is installed it is reported as skipped, in words; in CI it fails,
 * because there it must have been installed.
 */
export function browserTest(title: string, run: (browser: Browser) => Promise<void>): void {
  const executablePath = findBrowser();
  if (executablePath === undefined && process.env.CI === undefined) {
    test.skip(`NOT RUN, no Chromium or Chrome is installed: ${title}`, () => undefined);
    return;
  }
  afterAll(close);
  test(title, async () => {
    if (executablePath === undefined) throw new Error("Install Chromium: this test needs a real browser.");
    started ??= chromium.launch({ executablePath, args: [...browserFlags] });
    const browser = await started;
    try {
      await run(browser);
    } finally {
      for (const context of browser.contexts()) await context.close();
    }
  }, 240_000);
}

/**
 * One for all tests of a file, because it takes a second to start; no test has the pages, or the cookies, of another.
 */
let started: Promise<Browser> | undefined;

async function close(): Promise<void> {
  const browser = await started;
  started = undefined;
  await browser?.close();
}
