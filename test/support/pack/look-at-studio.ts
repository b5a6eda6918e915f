import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { browserFlags, findBrowser } from "../find-browser.ts";
import type { Found } from "./check-installed.ts";

/** Opens the studio of a newsletter whose package lies in the folder above, and looks at its first page. */
export async function lookAtStudio(news: string, expected: string): Promise<Found> {
  const program = join(news, "../node_modules/letterpress/dist/program/letterpress.js");
  const studio = spawn(process.execPath, [program, "preview", "--port", "0", "--inbox-port", "0"], {
    cwd: news,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    for await (const line of createInterface({ input: studio.stdout })) {
      const [address] = /http:\/\/127\.0\.0\.1:\d+\S*/.exec(line) ?? [];
      if (address === undefined) continue;
      const response = await fetch(address);
      const page = await response.text();
      if (!response.ok || !page.includes(expected))
        return finding(`letterpress preview answers ${response.status} without "${expected}": ${page}`);
      return await lookInBrowser(address, expected);
    }
    return finding("letterpress preview ended before it said where it is.");
  } finally {
    studio.kill();
  }
}

/** A screenshot, in which the mail has to be: many colours, and its words in the frame. */
async function lookInBrowser(address: string, expected: string): Promise<Found> {
  const executablePath = findBrowser();
  if (executablePath === undefined)
    return { findings: [], measured: ["no screenshot, because there is no Chromium or Chrome here"] };
  const browser = await chromium.launch({ executablePath, args: [...browserFlags] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const faults: string[] = [];
    page.on("pageerror", (fault) => faults.push(`The studio has a fault in the browser: ${fault.message}`));
    await page.goto(address);
    const mail = page.frameLocator("iframe").first().getByText("Hello there");
    await mail.waitFor({ state: "visible", timeout: 30_000 });
    const picture = await page.screenshot();
    const title = await page.title();
    if (!title.includes(expected)) faults.push(`The studio's page is called "${title}".`);
    // A page without content is a few KB.
    if (picture.length < 20_000) faults.push(`The screenshot of the studio has ${picture.length} bytes.`);
    return {
      findings: faults,
      measured: [`the studio as a picture: ${Math.ceil(picture.length / 1024)} KB`],
    };
  } finally {
    await browser.close();
  }
}

function finding(words: string): Found {
  return { findings: [words], measured: [] };
}
