import { expect, test } from "@jest/globals";
import { parseMarkdown } from "../../src/issue/markdown/markdown.ts";
import { browserTest } from "../support/browser.ts";
import { at, letter, text } from "../support/issue-builder.ts";
import { editionFrom, htmlOf } from "../support/rendered.ts";

test.each([
  ["en", "right"],
  ["ar", "left"],
])(
  "in a table in %s, every cell but the last of a row keeps its distance on the %s",
  async (language, end) => {
    const cells = (one: string, two: string, three: string) => [[text(one)], [text(two)], [text(three)]];
    const [name = [], points = [], note = []] = cells("Name", "Points", "Note");
    const table = letter({
      type: "table",
      columns: [{ title: name }, { title: points, align: "right" }, { title: note, align: "left" }],
      rows: [cells("Ada", "12", "fast"), cells("Kurt", "7", "thorough")],
      at: at(),
    });
    const html = htmlOf(await editionFrom({ language, blocks: [table] }));
    const paddings = [
      ...html.matchAll(/<t[hd](?: scope="col")? style="padding:6px 0(?:;padding-(\w+):12px)?;/g),
    ];
    const row = [end, end, undefined];
    expect(paddings.map(([, side]) => side)).toEqual([...row, ...row, ...row]);
  },
);

/** The HTML of a letter with this Markdown. */
async function htmlFrom(markdown: string, language = "en"): Promise<string> {
  const { prose } = parseMarkdown(markdown, (row, column) => at(row, column), { firstName: {} });
  return htmlOf(await editionFrom({ language, blocks: [letter(...prose)] }));
}

test("a table of data is one to a screen reader: it has headings with their scope and no role", async () => {
  const html = await htmlFrom("| Press | Price |\n|---|--:|\n| Albion | £1,200 |");
  const table = html.slice(html.indexOf("<thead>") - 300, html.indexOf("</tbody>", html.indexOf("<thead>")));
  expect(table.slice(table.lastIndexOf("<table"))).not.toContain("role=");
  expect(table.match(/<th scope="col"/g)).toHaveLength(2);
  expect(table).toMatch(/<td style="[^"]*text-align:right[^"]*">£1,200<\/td>/);
});

test("a table whose head is empty has none", async () => {
  const html = await htmlFrom("| | |\n|---|---|\n| a | b |");
  expect(html).not.toMatch(/<thead|<th[ >]/);
});

test("a table too wide for a phone scrolls in a frame that does not grow", async () => {
  const cells = (word: string) => `| ${Array.from({ length: 8 }, () => word).join(" | ")} |`;
  const wide = await htmlFrom(`${cells("justification")}\n${cells("---")}\n${cells("x")}`);
  expect(wide).toMatch(
    /<table role="presentation"[^>]*table-layout:fixed[^>]*>\s*<tr>\s*<td[^>]*>\s*<div style="overflow-x:auto;[^"]*">/,
  );
  expect(await htmlFrom("| a | b |\n|---|---|\n| c | d |")).not.toContain("overflow-x");
});

test("a figure stays on one line with its unit, where a long cell breaks between its words", async () => {
  const html = await htmlFrom(
    "| Press | Price |\n|---|--:|\n| A hand press | 1,900 € |\n| Rare | 900 € or so, he says |",
  );
  const styleOf = (cell: string) => html.match(new RegExp(`style="([^"]*)">${cell}<`))?.[1];
  expect(styleOf("1,900 €")).toContain("white-space:nowrap");
  expect(styleOf("A hand press")).not.toContain("nowrap");
  expect(styleOf("900 € or so, he says")).not.toContain("nowrap");
});

// They run in the browser, whose types the tests do not have.
const widthsOfFade = `(() => {
  const frame = document.querySelector('[style*="overflow-x"]');
  const table = frame.querySelector("table");
  frame.scrollLeft = frame.scrollWidth;
  const atEnd = frame.getBoundingClientRect().right - table.getBoundingClientRect().right;
  return { more: frame.scrollWidth - frame.clientWidth, room: Math.round(Math.abs(atEnd)), fades: getComputedStyle(frame).maskImage !== "none" };
})()`;

browserTest("fades at its edge on a phone and shows its last column whole at the end", async (browser) => {
  const row = (word: string) => `| ${Array.from({ length: 7 }, () => word).join(" | ")} |`;
  const html = await htmlFrom(`${row("Wednesday")}\n${row("--:")}\n${row("1,900 €")}`);
  for (const [width, room] of [
    [375, 28],
    [900, 0],
  ] as const) {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.setContent(html);
    const seen = await page.evaluate<{ more: number; room: number; fades: boolean }>(widthsOfFade);
    await page.close();
    expect([width, seen.room, seen.fades]).toEqual([width, room, true]);
    if (width === 375) expect(seen.more).toBeGreaterThan(28);
  }
});
