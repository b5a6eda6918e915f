import { describe, expect } from "@jest/globals";
import type { Browser } from "playwright-core";
import { parseMarkdown } from "../../src/issue/markdown/markdown.ts";
import { browserTest } from "../support/browser.ts";
import { contrastOf } from "../support/contrast.ts";
import { at, brief, briefs, feature, letter } from "../support/issue-builder.ts";
import { overflow, seenTexts } from "../support/page-look.ts";
import { editionFrom, htmlOf } from "../support/rendered.ts";
import { shippedTemplate, shippedTemplates } from "../support/shipped-templates.ts";

const long = (length: number) => "letterpress".repeat(Math.ceil(length / 11)).slice(0, length);

/** What does not fit on a phone unless somebody has thought of it. */
const hard = `Hello {{firstName|${long(60)}}}, see https://example.org/${long(300)} and \`${long(120)}\` and ${long(90)}.

| Press | Price | [Notes](https://example.org/) |
|---|--:|---|
| Albion | £1,200 | [an address](https://example.org/) and https://example.org/${long(100)} |
| \`${long(60)}\` | £9 | {{firstName|${long(60)}}} |

| ${"typography | ".repeat(8)}
| ${"--- | ".repeat(8)}
| ${"justification | ".repeat(8)}

- An item with ${long(80)}
  1. and \`${long(80)}\`
     > and in a quote ${long(80)}

\`\`\`
func press(${long(120)}) { return }
\`\`\`

### A heading with ${long(60)}
`;

function hardProse() {
  return parseMarkdown(hard, (line, column) => at(line, column), { firstName: {} }).prose;
}

async function pageOf(name: string, language: string): Promise<string> {
  const body = hardProse();
  const blocks = [letter(...body), feature({ body }), briefs(brief("A brief", { body }))];
  return htmlOf(await editionFrom({ template: name, language, blocks }, await shippedTemplate(name)));
}

async function openPage(
  browser: Browser,
  html: string,
  width: number,
  colorScheme: "light" | "dark" = "light",
) {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  await page.setContent(html);
  return { page, [Symbol.asyncDispose]: () => page.close() };
}

// It runs in the browser, whose types the tests do not have.
const findDirections = `[...document.querySelectorAll("code, pre, a")]
  .filter((one) => one.tagName !== "A" || one.textContent.startsWith("https://example.org/letter"))
  .map((one) => getComputedStyle(one).direction)`;

describe.each(shippedTemplates())("prose that is hard to set, in the template %s,", (name) => {
  browserTest("makes no mail wider than the window", async (browser) => {
    for (const language of ["en", "ar"]) {
      const html = await pageOf(name, language);
      for (const width of [320, 640]) {
        await using open = await openPage(browser, html, width);
        expect([language, width, (await overflow(open.page)).sideways]).toEqual([language, width, 0]);
      }
    }
  });

  browserTest("can be read in the dark, links and headings of tables too", async (browser) => {
    await using open = await openPage(browser, await pageOf(name, "en"), 640, "dark");
    const texts = await seenTexts(open.page);
    expect(texts.length).toBeGreaterThan(50);
    expect(texts.filter(({ colour, back }) => contrastOf(colour, back) < 4.5)).toEqual([]);
  });

  browserTest("runs from left to right in code and addresses, also in an Arabic issue", async (browser) => {
    await using open = await openPage(browser, await pageOf(name, "ar"), 640);
    const directions: string[] = await open.page.evaluate(findDirections);
    expect(directions.length).toBeGreaterThan(8);
    expect(new Set(directions)).toEqual(new Set(["ltr"]));
  });
});
