import { describe, expect } from "@jest/globals";
import type { Browser } from "playwright-core";
import type { Block } from "../../src/model/issue.ts";
import { browserTest } from "../support/browser.ts";
import {
  block,
  brief,
  briefs,
  feature,
  image,
  imageOr,
  letter,
  line,
  lineOr,
  linkOr,
  none,
  poll,
  prose,
  proseOr,
  signoff,
} from "../support/issue-builder.ts";
import { editionFrom, htmlOf } from "../support/rendered.ts";
import { shippedTemplate } from "../support/shipped-templates.ts";

const divider = () => block("divider", {});
const quote = () => block("quote", { body: proseOr(prose(["A quoted word."])), by: none, url: none });

/**
 * What `script` finds in the page that these blocks make. It runs in the browser, whose types the tests do not have.
 */
async function found<T>(
  browser: Browser,
  template: string,
  blocks: readonly Block[],
  script: string,
  colorScheme: "light" | "dark" = "light",
): Promise<T> {
  const html = htmlOf(await editionFrom({ template, blocks }, await shippedTemplate(template)));
  const page = await browser.newPage({ viewport: { width: 640, height: 800 }, colorScheme });
  await page.setContent(html);
  const result = await page.evaluate<T>(script);
  await page.close();
  return result;
}

const shownBars = `[...document.querySelectorAll(".bar")].filter((one) => one.getClientRects().length > 0).length`;
const rules = `[...document.querySelectorAll(".rail > table, .main > table")].filter((one) => parseFloat(getComputedStyle(one).borderTopWidth) > 0).length`;

describe("a divider", () => {
  const titled = [feature(), briefs(brief("A brief")), signoff("Until next week.")];

  browserTest("of the weekly is followed by no second ornament", async (browser) => {
    const plain = await found<number>(browser, "weekly", [letter("Hello."), ...titled], shownBars);
    expect(plain).toBe(3);
    const divided = titled.flatMap((one) => [divider(), one]);
    expect(await found<number>(browser, "weekly", [...divided, divider(), quote()], shownBars)).toBe(0);
  });

  browserTest("of the digest is the only rule above what follows", async (browser) => {
    const bare = await found<number>(browser, "digest", [letter("Hello.")], rules);
    const divided = [feature(), briefs(brief("A brief"))].flatMap((one) => [divider(), one]);
    expect(await found<number>(browser, "digest", divided, rules)).toBe(bare + 2);
    expect(await found<number>(browser, "digest", titled, rules)).toBe(bare + 4);
  });
});

browserTest("of two cards in the weekly only the first has the accent, light and dark", async (browser) => {
  const colours = `[...document.querySelectorAll(".card > table > tbody > tr > td > table")].map((one) => getComputedStyle(one).borderTopColor)`;
  const { light, dark } = (await shippedTemplate("weekly")).theme.colours;
  for (const [scheme, names] of [
    ["light", light],
    ["dark", dark],
  ] as const) {
    const seen = await found<readonly string[]>(browser, "weekly", [poll()], colours, scheme);
    expect(seen).toEqual([names.accent, names.ink].map(rgb));
  }
});

browserTest("everything in the digest but titles of sections begins at one edge", async (browser) => {
  const blocks = [
    letter("Hello."),
    feature({ title: line("A title") }),
    quote(),
    block("image", { image: imageOr(image()), url: none, caption: none }),
    block("button", { title: lineOr(line("Read on")), url: linkOr(line("https://example.org/on")) }),
    signoff("Until next week."),
  ];
  const lefts = `(() => {
    const inside = [...document.querySelectorAll("img, blockquote, td[bgcolor], h2, p")];
    const own = inside.filter((one) => /^(?:Hello|A title|A quoted|Read on|Until)|^$/.test(one.textContent.trim()) && !one.closest(".reach") && !one.parentElement.closest("blockquote"));
    return own.map((one) => Math.round(one.getBoundingClientRect().left));
  })()`;
  const seen = await found<readonly number[]>(browser, "digest", blocks, lefts);
  expect(seen.length).toBeGreaterThan(5);
  expect(new Set(seen).size).toBe(1);
});

function rgb(hex = ""): string {
  const parts = [1, 3, 5].map((from) => Number.parseInt(hex.slice(from, from + 2), 16));
  return `rgb(${parts.join(", ")})`;
}
