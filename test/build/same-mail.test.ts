import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { letterpress } from "../e2e/newsletter.ts";
import { type ExampleNewsletter, exampleNewsletter } from "../support/example-newsletter.ts";
import { letterpressHere } from "../support/letterpress-here.ts";

const issue = "2025-02-14-musk-vs-altman";

/*
 * What is published has all packages in it, and leaves some of MJML out. `letterpressHere` runs the sources with MJML
 * as it comes.
 */
describe("what is published", () => {
  let news: ExampleNewsletter;

  beforeAll(async () => {
    news = await exampleNewsletter([], 25);
  });
  afterAll(async () => {
    await news[Symbol.asyncDispose]();
  });

  test("makes the same mail as the sources, with styles and attributes that MJML works in too", async () => {
    await replaceIn(join(news.folder, "templates/weekly/template.mjml"), "</mj-head>", worked);
    const here = await letterpressHere(news.folder, "render", issue, "--json");
    const published = await letterpress(news.folder, "render", issue, "--json");
    expect(here).toMatchObject({ code: 0, err: "" });
    expect(here.out).toContain("outline-color: #123456");
    expect(here.out).toContain("data-worked");
    expect(published).toMatchObject({ code: 0, err: "", out: here.out });
  });

  test("says the same of a template with faults", async () => {
    await replaceIn(
      join(news.folder, "templates/weekly/blocks/feature.mjml"),
      "<mj-text",
      '<mj-oops colour="red"',
    );
    const here = await letterpressHere(news.folder, "check", issue);
    const published = await letterpress(news.folder, "check", issue);
    expect(here.out + here.err).toContain("mj-oops");
    expect(published).toMatchObject({ code: here.code, out: here.out, err: here.err });
  });
});

async function replaceIn(file: string, old: string, text: string): Promise<void> {
  await writeFile(file, (await readFile(file, "utf8")).replace(old, text));
}

const worked = `<mj-style inline="inline">.gutter { outline-color: #123456 }</mj-style>
<mj-html-attributes><mj-selector path=".gutter"><mj-html-attribute name="data-worked">1</mj-html-attribute></mj-selector></mj-html-attributes>
</mj-head>`;
