import { describe, expect, test } from "@jest/globals";
import { scanHtml } from "../../src/render/scan-html.ts";
import { editionFrom, htmlOf } from "../support/rendered.ts";
import { richIssue } from "../support/rich-issue.ts";
import { weeklyWith } from "../support/template-builder.ts";

describe("the weekly template", () => {
  test("has a contrast of at least 4.5 to 1 in both modes", async () => {
    const { colours } = (await weeklyWith()).theme;
    for (const mode of [colours.light, colours.dark]) {
      const contrast = (one: string, other: string) => contrastOf(mode[one] ?? "", mode[other] ?? "");
      for (const back of ["paper", "tint"])
        for (const ink of ["ink", "muted", "accent"])
          expect([ink, back, contrast(ink, back) >= 4.5]).toEqual([ink, back, true]);
      expect(contrast("muted", "page")).toBeGreaterThanOrEqual(4.5);
      expect(contrast("onAccent", "accent")).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrastOf(colours.light.onAccent ?? "", colours.light.ink ?? "")).toBeGreaterThanOrEqual(4.5);
    expect(contrastOf(colours.dark.onAccent ?? "", colours.dark.ink ?? "")).toBeGreaterThanOrEqual(4.5);
  });

  test("has one h1, and no heading skips a level", async () => {
    const html = htmlOf(await editionFrom(richIssue()));
    const levels = [...html.matchAll(/<h([1-6])[ >]/g)].map((match) => Number(match[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries())
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  test("says nothing to a screen reader that is only layout, and names the language", async () => {
    const html = htmlOf(await editionFrom(richIssue()));
    const tags = scanHtml(html).flatMap((piece) => (piece.kind === "tag" && !piece.closing ? [piece] : []));
    const tables = tags.filter(({ name }) => name === "table");
    expect(tables.length).toBeGreaterThan(10);
    for (const { attributes } of tables)
      expect(attributes.find(({ name }) => name === "role")?.value).toBe("presentation");
    for (const { attributes } of tags.filter(({ name }) => name === "img"))
      expect(attributes.some(({ name }) => name === "alt")).toBe(true);
    expect(html).toContain('<html lang="en" dir="ltr"');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
  });

  test("fetches nothing from anywhere, and opens every Outlook condition as often as it closes one", async () => {
    const html = htmlOf(await editionFrom(richIssue()));
    expect(html).not.toMatch(/@import|<link|url\(|src="http/);
    expect(html.match(/<!--\[if/g)?.length).toBe(html.match(/<!\[endif\]/g)?.length);
    expect(html.match(/<!--\[if/g)?.length).toBeGreaterThan(10);
    expect(html).not.toMatch(/zz\w*q/);
  });

  test("offers the way out and the web version before the first block", async () => {
    const html = htmlOf(await editionFrom(richIssue()));
    const top = html.slice(0, html.indexOf("Hello "));
    expect(top).toContain('href="[attribute:unsubscribe]"');
    expect(top).toContain('href="[attribute:webVersion]"');
  });
});

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrastOf(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
