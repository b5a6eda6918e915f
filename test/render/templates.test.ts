import { describe, expect, test } from "@jest/globals";
import { scanHtml } from "../../src/base/scan-html.ts";
import { builtInKinds } from "../../src/issue/blocks/all.ts";
import type { Block, Part } from "../../src/model/issue.ts";
import { contrastOf } from "../support/contrast.ts";
import { everyKind } from "../support/every-kind.ts";
import {
  block,
  brief,
  briefs,
  feature,
  heading,
  line,
  lineOr,
  none,
  option,
  poll,
  prose,
  sponsor,
} from "../support/issue-builder.ts";
import { editionFrom, findingsOf, htmlOf } from "../support/rendered.ts";
import { richIssue } from "../support/rich-issue.ts";
import { shippedTemplate, shippedTemplates } from "../support/shipped-templates.ts";

describe.each(shippedTemplates())("the template %s", (name) => {
  const template = () => shippedTemplate(name);
  const every = [...richIssue().blocks, ...everyKind()];
  const html = async () =>
    htmlOf(await editionFrom(richIssue({ template: name, blocks: every }), await template()));

  test("has a contrast of at least 4.5 to 1 in both modes", async () => {
    const { colours } = (await template()).theme;
    for (const mode of [colours.light, colours.dark]) {
      const onPage = mode.page === undefined ? [] : [["muted", "page"] as const];
      const onBlocks = ["paper", "tint"].flatMap((back) =>
        ["ink", "muted", "accent"].map((ink) => [ink, back] as const),
      );
      const onButtons =
        mode.onAccent === undefined ? [] : [["onAccent", "accent"] as const, ["onAccent", "ink"] as const];
      for (const [ink, back] of [...onBlocks, ...onPage, ...onButtons]) {
        const contrast = contrastOf(mode[ink] ?? "", mode[back] ?? "");
        expect([ink, back, contrast >= 4.5]).toEqual([ink, back, true]);
      }
    }
  });

  test("sets every kind of block, with all its keys and with the fewest, and loses nothing", async () => {
    const blocks = everyKind();
    expect([...new Set(blocks.map(({ kind }) => kind))].sort()).toEqual(
      builtInKinds.map((kind) => kind.name).sort(),
    );
    const problems = await findingsOf({ template: name, blocks }, await template());
    expect(problems).toEqual([]);
  });

  test("has one h1, and no heading skips a level, whatever an issue begins with", async () => {
    const set = await template();
    const all = [...every, ...headedBlocks()];
    for (const blocks of [all, all.toReversed(), ...all.map((one) => [one])]) {
      const page = htmlOf(await editionFrom(richIssue({ template: name, blocks }), set));
      const levels = [...page.matchAll(/<h([1-6])[ >]/g)].map((match) => Number(match[1]));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      expect(levels[0]).toBe(1);
      const leaps = levels.filter((level, index) => level - (levels[index - 1] ?? 0) > 1);
      expect([blocks[0]?.kind, levels, leaps]).toEqual([blocks[0]?.kind, levels, []]);
      expect(page.match(/<!--\[if/g)?.length).toBe(page.match(/<!\[endif\]/g)?.length);
    }
  });

  test("says of each option of a poll that it is a vote", async () => {
    const options = ["Red", "Black", "Green"].map((title) => option(title.toLowerCase(), title));
    for (const some of [options.slice(0, 2), options]) {
      const page = htmlOf(
        await editionFrom({ template: name, blocks: [poll({ options: some })] }, await template()),
      );
      for (const title of ["Red", "Black"])
        expect(page.replace(/<[^>]*>|\n/g, "")).toContain(`Vote: ${title}`);
    }
  });

  test("has less CSS than Gmail reads", async () => {
    const sheets = [...(await html()).matchAll(/<style[^>]*>(.*?)<\/style>/gs)].map(([, css = ""]) => css);
    expect(sheets.length).toBeGreaterThan(0);
    expect(Buffer.byteLength(sheets.join(""))).toBeLessThan(16_000);
  });

  test("says nothing to a screen reader that is only layout, and names the language", async () => {
    const page = await html();
    const tags = scanHtml(page).flatMap((piece) => (piece.kind === "tag" && !piece.closing ? [piece] : []));
    const tables = tags.filter(({ name: tag }) => tag === "table");
    expect(tables.length).toBeGreaterThan(3);
    for (const { attributes } of tables)
      expect(attributes.find(({ name: key }) => key === "role")?.value).toBe("presentation");
    for (const { attributes } of tags.filter(({ name: tag }) => tag === "img"))
      expect(attributes.some(({ name: key }) => key === "alt")).toBe(true);
    expect(page).toContain('<html lang="en" dir="ltr"');
    expect(page).toContain('<meta name="color-scheme" content="light dark">');
  });

  test("fetches nothing from anywhere, and opens every Outlook condition as often as it closes one", async () => {
    const page = await html();
    expect(page).not.toMatch(/@import|<link|url\(|src="http/);
    expect(page.match(/<!--\[if/g)?.length).toBe(page.match(/<!\[endif\]/g)?.length);
    expect(page.match(/<!--\[if/g)?.length).toBeGreaterThan(5);
    expect(page).not.toMatch(/zz\w*q/);
  });

  test("offers the way out and the web version before the first block", async () => {
    const page = await html();
    const top = page.slice(0, page.indexOf("Hello "));
    expect(top).toContain('href="[attribute:unsubscribe]"');
    expect(top).toContain('href="[attribute:webVersion]"');
  });
});

/** Blocks whose texts have a heading. */
function headedBlocks(): readonly Block[] {
  const body = prose([heading("Inside"), "and words."]);
  const item = brief("An item", { url: line("https://example.org/item"), body });
  const items: Part = { type: "list", items: [item] };
  const first = option("a", "One");
  const headed = { ...first, parts: { ...first.parts, body: { type: "prose", prose: body } as const } };
  return [
    feature({ body }),
    briefs(item),
    block("links", { title: lineOr(line("Links")), items }),
    block("links", { title: none, items }),
    poll({ id: "headed", options: [headed, option("b", "Two")] }),
    sponsor({ body }),
  ];
}
