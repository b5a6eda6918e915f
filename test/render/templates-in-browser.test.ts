import { describe, expect } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { browserTest } from "../support/browser.ts";
import { contrastOf } from "../support/contrast.ts";
import { everyKind } from "../support/every-kind.ts";
import { doubleText, overflow, seenTexts } from "../support/page-look.ts";
import { editionFrom, htmlOf } from "../support/rendered.ts";
import { richIssue } from "../support/rich-issue.ts";
import { shippedTemplate, shippedTemplates } from "../support/shipped-templates.ts";

describe.each(shippedTemplates())("the template %s in a real browser", (name) => {
  browserTest(
    "has a contrast of 4.5 to 1 for every text on what is behind it, light and dark",
    async (browser) => {
      const html = await pageOf(name);
      const backs = new Set<string>();
      for (const colorScheme of ["light", "dark"] as const) {
        await using page = await openPage(browser, html, { width: 640, colorScheme });
        const texts = await seenTexts(page.page);
        expect(texts.length).toBeGreaterThan(50);
        const faint = texts.filter(({ colour, back }) => contrastOf(colour, back) < 4.5);
        expect(faint).toEqual([]);
        backs.add(texts.map(({ back }) => back).join());
      }
      expect(backs.size).toBe(2);
    },
  );

  browserTest("is never wider than the window, and has room for text twice as large", async (browser) => {
    const html = await pageOf(name);
    for (const width of [320, 390, 640, 1280]) {
      await using page = await openPage(browser, html, { width });
      expect([width, await overflow(page.page)]).toEqual([width, { sideways: 0, spilt: [] }]);
      await doubleText(page.page);
      const { sideways, spilt } = await overflow(page.page);
      expect([width, sideways, width < 640 ? [] : spilt]).toEqual([width, 0, []]);
    }
  });

  browserTest("has buttons that a finger hits", async (browser) => {
    const html = await pageOf(name);
    await using page = await openPage(browser, html, { width: 320 });
    const heights = await page.page.evaluate<readonly number[]>(buttonHeights);
    expect(heights.length).toBeGreaterThan(0);
    expect(heights.filter((height) => height < 44)).toEqual([]);
  });

  browserTest("runs from right to left where the issue does, code excepted", async (browser) => {
    const html = await pageOf(name, "rtl");
    await using page = await openPage(browser, html, { width: 320 });
    expect((await overflow(page.page)).sideways).toBe(0);
    const texts = await seenTexts(page.page);
    expect(texts.filter(({ direction }) => direction !== "rtl")).toEqual([]);
  });
});

browserTest("the weekly is dark where Outlook says so, and can be read there", async (browser) => {
  await using page = await openPage(browser, await pageOf("weekly"), { width: 640 });
  const light = await seenTexts(page.page);
  await page.page.evaluate(`for (const one of ["ogsc", "ogsb"]) document.documentElement.dataset[one] = "";`);
  const dark = await seenTexts(page.page);
  // What an editor's own HTML says of its colours is Outlook's to change.
  const own = /^(?:Set by|hand|, ?|see here|\.|A box)$/;
  const faint = dark.filter(({ colour, back, text }) => contrastOf(colour, back) < 4.5 && !own.test(text));
  expect(faint).toEqual([]);
  expect(new Set(dark.map(({ back }) => back)).size).toBeGreaterThan(2);
  expect(dark.map(({ back }) => back)).not.toEqual(light.map(({ back }) => back));
});

// It runs in the browser, whose types the tests do not have. The links of mj-button fill their cell, which is coloured.
const buttonHeights = `[...document.querySelectorAll("td[bgcolor] > a")].map((one) => one.getBoundingClientRect().height)`;

async function pageOf(name: string, direction: "ltr" | "rtl" = "ltr"): Promise<string> {
  const language = direction === "rtl" ? "ar" : "en";
  const template = await shippedTemplate(name);
  const blocks = [...richIssue().blocks, ...everyKind()];
  return htmlOf(await editionFrom(richIssue({ template: name, direction, language, blocks }), template));
}

async function openPage(
  browser: Browser,
  html: string,
  { width, colorScheme = "light" }: { readonly width: number; readonly colorScheme?: "light" | "dark" },
): Promise<{ readonly page: Page } & AsyncDisposable> {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  await page.setContent(html);
  return { page, [Symbol.asyncDispose]: () => page.close() };
}
