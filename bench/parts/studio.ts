import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium, type Page } from "playwright-core";
import { browserFlags, findBrowser } from "../../test/support/find-browser.ts";
import { root, sampleFile } from "../material.ts";
import { median } from "../median.ts";
import { missingProgram, program } from "../program.ts";
import { aimWords } from "../aims.ts";
import { figure } from "../table.ts";

/*
 * What an editor waits for: `npx letterpress preview`, the program as it is published, and a real Chromium that looks
 * at it. The moment of new pixels is the frame of animation in which the words just saved stand in the mail.
 */
export async function benchStudio(): Promise<string> {
  const executablePath = findBrowser();
  if (executablePath === undefined) return "Not measured: no Chromium or Chrome is installed.";
  const missing = missingProgram();
  if (missing !== undefined) return missing;
  const folder = await mkdtemp(join(tmpdir(), "letterpress-bench-"));
  for (const name of ["letterpress.yaml", "templates", "issues"])
    await cp(join(root, name), join(folder, name), { recursive: true });
  const browser = await chromium.launch({ executablePath, args: [...browserFlags] });
  const studio = startStudio(folder);
  try {
    const address = await studio.address;
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    const first = await millisecondsTo(() => openMail(page, address));
    const again = await millisecondsTo(() => openMail(page, address));
    const saves = await timesOfSaves(page, join(folder, sampleFile));
    const pixels = { what: "from a save to new pixels, median of 10, in ms", ratio: median(saves) };
    return aimWords([
      { what: "the first open after the server is up, in ms", ratio: first, aim: 1_000, atMost: true },
      { what: "the second open, in ms", ratio: again, aim: 1_000, atMost: true },
      { ...pixels, aim: 300, atMost: true },
    ]).concat(`\n- the slowest of these saves: ${figure(Math.max(...saves))} ms`);
  } finally {
    await browser.close();
    studio.process.kill();
    await rm(folder, { recursive: true });
  }
}

function startStudio(folder: string): { readonly process: ChildProcess; readonly address: Promise<string> } {
  const process = spawn("node", [program, "preview", "--port", "0"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = new Promise<string>((resolve, reject) => {
    createInterface({ input: process.stdout }).on("line", (line) => {
      const [found] = /http:\/\/127\.0\.0\.1:\d+\S*/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    process.once("exit", (code) => reject(new Error(`preview ended with ${code}`)));
  });
  return { process, address };
}

/** Until the mail itself stands in its frame. */
async function openMail(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.frameLocator("#sheet iframe").first().locator("h1").first().waitFor();
}

async function timesOfSaves(page: Page, file: string): Promise<readonly number[]> {
  const text = await readFile(file, "utf8");
  const times: number[] = [];
  for (let save = 1; save <= 10; save += 1) {
    // As an editor saves: the page has come to rest, axe included.
    await page.waitForTimeout(restMs);
    const words = `Saved for the ${save}th time`;
    const seenAt = page.evaluate<number>(seen(words));
    const start = Date.now();
    await writeFile(file, text.replace("Hello", words));
    times.push((await seenAt) - start);
  }
  return times;
}

async function millisecondsTo(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A script for the page: resolves to the moment at which the words stand in the mail. */
const seen = (words: string) => `new Promise((resolve) => {
  const look = () => {
    const frames = [...document.querySelectorAll("#sheet iframe")];
    if (frames.some((frame) => frame.contentDocument?.body?.textContent.includes(${JSON.stringify(words)})))
      resolve(Date.now());
    else requestAnimationFrame(look);
  };
  look();
})`;

const restMs = 2_500;
