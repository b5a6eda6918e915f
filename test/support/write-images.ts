import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, chromium } from "playwright-core";
import { browserFlags, findBrowser } from "./find-browser.ts";
import { root } from "./program.ts";

/*
 * `npm run docs:images`: the pictures of the README, taken in a real Chromium from the sample newsletter: the studio as
 * it is, and the sample issue on a phone. Only for the repository, not in the package.
 */

const images = join(root, "docs/images");
const sample = "2025-02-14-musk-vs-altman";
const program = join(root, "src/cli/letterpress.ts");

const executablePath = findBrowser();
if (executablePath === undefined) throw new Error("The pictures need Chromium or Chrome. Install one.");
const folder = await mkdtemp(join(tmpdir(), "letterpress-images-"));
const browser = await chromium.launch({ executablePath, args: [...browserFlags] });
try {
  for (const name of ["letterpress.yaml", "templates", "issues"])
    await cp(join(root, name), join(folder, name), { recursive: true });
  await mkdir(images, { recursive: true });
  await withStudio(async (address) => {
    const mail = await takeStudio(browser, address);
    await takeMail(browser, mail);
  });
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}

async function withStudio(look: (address: string) => Promise<void>): Promise<void> {
  const studio = spawn(process.execPath, [program, "preview", sample, "--port", "0", "--inbox-port", "0"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    for await (const line of createInterface({ input: studio.stdout })) {
      const [address] = /http:\/\/127\.0\.0\.1:\d+\S*/.exec(line) ?? [];
      if (address !== undefined) return await look(address);
    }
    throw new Error("The studio ended before it said where it is.");
  } finally {
    studio.kill();
  }
}

/** Gives the address of the mail in its frame. */
async function takeStudio(browser: Browser, address: string): Promise<string> {
  const page = await browser.newPage({ viewport: { width: 1360, height: 850 } });
  await page.goto(address);
  await page.frameLocator("iframe").first().getByText("Hello").first().waitFor();
  // What is measured in the browser arrives after the words of the mail.
  await page.getByText("Accessibility is being looked at").waitFor({ state: "hidden" });
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(images, "studio.png") });
  return page.frames()[1]?.url() ?? "";
}

/** The top of the mail, in a window as narrow as a phone. */
async function takeMail(browser: Browser, address: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5 });
  await page.goto(address);
  await page.screenshot({ path: join(images, "mail.png") });
}
