import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { planApart } from "../../src/cli/plan/plan-apart.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { Plans } from "../../src/preview/desk/plans.ts";
import { startPreview } from "../../src/preview/start-preview.ts";
import { issue, newsletter } from "../e2e/newsletter.ts";
import { browserTest } from "../support/browser.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { issueText, type TempProject } from "../support/temp-project.ts";
import { openPage, sidewaysOverflow } from "./studio-page.ts";

const file = `issues/${issue}.yaml`;

async function configOf({ root }: TempProject) {
  const { config } = await readConfig(root);
  if (config === undefined) throw new Error("letterpress.yaml has problems");
  return config;
}

function planOf(project: TempProject) {
  const question = { folder: project.root, file, list: "weekly", environment: {} };
  return planApart(question, new AbortController().signal);
}

/** Every file of the newsletter with what is in it. */
async function filesOf({ root }: TempProject): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const named = paths.map(async (path) => {
    const hash = createHash("sha256").update(await readFile(path));
    return `${path} ${hash.digest("hex")}`;
  });
  return (await Promise.all(named)).sort();
}

describe("the plan in the studio", () => {
  test("is what send --dry-run prints, and leaves every file as it was", async () => {
    const conditions = '  - letter:\n      only: firstName = "Reader 1"\n      body: Others.\n';
    await using project = await newsletter({ port: 9, readers: 3, text: issueText({ more: conditions }) });
    const before = await filesOf(project);
    const plan = await planOf(project);
    expect(await filesOf(project)).toEqual(before);
    const printed = await letterpressHere(project.root, "send", issue, "--dry-run", "--list", "weekly");
    const text = (isNote: boolean) =>
      plan
        .filter((line) => line.isNote === isNote)
        .map((line) => `${line.text}\n`)
        .join("");
    expect(text(false)).toContain("weekly: 3 readers");
    expect(text(false)).toBe(printed.out);
    expect(text(true)).toBe(printed.err);
  });

  test("says that there is no store, and makes none", async () => {
    await using project = await newsletter({ port: 9, readers: 1 });
    await rm(dirname((await configOf(project)).store), { recursive: true });
    const before = await filesOf(project);
    expect(await planOf(project)).toEqual([
      {
        text: expect.stringMatching(/^There is no store yet, so there is nobody to plan for\./),
        isNote: true,
      },
    ]);
    expect(await filesOf(project)).toEqual(before);
  });

  test("is worked out once for many looks, anew when the issue is another one, and one at a time", async () => {
    let now = 0;
    const asked: string[] = [];
    const waiting: (() => void)[] = [];
    let news = 0;
    const make = async (name: string) => {
      asked.push(name);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return [{ text: name, isNote: false }];
    };
    const plans = new Plans(make, { now: () => now }, () => {
      news += 1;
    });
    const [one, other] = [{}, {}];
    const settled = async (count: number) => {
      waiting.shift()?.();
      while (news < count) await new Promise((resolve) => setTimeout(resolve, 1));
    };
    expect(plans.look("a", "weekly", [one])).toEqual({ isOld: true });
    plans.look("a", "weekly", [one]);
    plans.look("b", "weekly", [one]);
    expect(asked).toEqual(["a"]);
    await settled(2);
    expect(plans.look("a", "weekly", [one])).toMatchObject({ plan: [{ text: "a" }], isOld: false });
    expect(asked).toEqual(["a"]);
    expect(plans.look("a", "weekly", [other])).toMatchObject({ plan: [{ text: "a" }], isOld: true });
    await settled(4);
    now = 30_000;
    plans.look("a", "weekly", [other]);
    expect(asked).toEqual(["a", "a", "a"]);
    plans.close();
  });

  browserTest("follows the file and is worked out again by a key", async (browser) => {
    await using project = await newsletter({ port: 9, readers: 2 });
    const config = await configOf(project);
    await using server = await startPreview({
      config,
      // The same command without its thread, which takes seconds to start here.
      async makePlan(path, list) {
        const { out } = await letterpressHere(project.root, "send", path, "--dry-run", "--list", list);
        return out.split("\n").map((text) => ({ text, isNote: false }));
      },
    });
    const { page, foreign, faults } = await openPage(browser, { width: 1280 });
    await page.goto(`${server.url}/issues/${issue}`);
    await page.frameLocator("#sheet iframe").getByText("Movable letters").waitFor();
    await page.keyboard.press("8");
    const plan = page.getByLabel("The plan");
    await plan.getByText("weekly: 2 readers").waitFor();
    await plan.getByText("A quiet week in printing").waitFor();
    expect(page.url()).toContain("view=plan");
    await project.write(file, issueText({ subject: "A loud week" }));
    await plan.getByText("A loud week").waitFor();
    await project.write("more.csv", "email,firstName\nnew@example.org,New\n");
    await letterpressHere(project.root, "subscribers", "import", "more.csv", "--list", "weekly");
    await page.keyboard.press("p");
    await plan.getByText("weekly: 3 readers").waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await sidewaysOverflow(page)).toBe(0);
    expect(foreign).toEqual([]);
    expect(faults).toEqual([]);
  });
});
