import { describe, expect, test } from "@jest/globals";
import { headingOrder } from "../../../src/check/rules/heading-order.ts";
import { pageLanguage } from "../../../src/check/rules/page-language.ts";
import { tableRole } from "../../../src/check/rules/table-role.ts";
import { textDirection } from "../../../src/check/rules/text-direction.ts";
import { typedList } from "../../../src/check/rules/typed-list.ts";
import type { Inline, ProseNode } from "../../../src/model/prose.ts";
import { at, letter, line, paragraph } from "../../support/issue-builder.ts";
import { findings } from "./findings-of.ts";

describe("headings of the whole mail", () => {
  const of = (html: string, start: number) =>
    findings(headingOrder, {
      html: [html],
      extents: [{ kind: "html", at: at(30), start, end: html.length }],
    });

  test("leave no level out from one block to the next", () => {
    const html = "<h1>The Galley</h1><h3>A story</h3>";
    expect(of(html, html.indexOf("<h3"))).toEqual([
      "warning issues/2025-02-14-test.yaml:30:1 a heading of level 3 follows one of level 1. Make it an <h2>, in the HTML of the block or in the template. [check/heading-order]",
    ]);
  });

  test("may go up by any number, and inside one text the Markdown is looked at", () => {
    expect(of("<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2><h4>E</h4>", 10)).toEqual([]);
  });
});

describe("the language of the page", () => {
  const of = (html: string, language = "en") => findings(pageLanguage, { issue: { language }, html: [html] });

  test("is that of the issue, and so is its direction", () => {
    expect(of('<html lang="en"><body>')).toEqual([]);
    expect(of('<html lang="ar" dir="rtl"><body>', "ar")).toEqual([]);
    expect(of('<html dir="ltr"><body>')).toEqual([
      expect.stringContaining("the mail does not say its language."),
    ]);
    expect(of('<html lang="de"><body>')).toEqual([
      expect.stringContaining("says that it is in de, and it is in en."),
    ]);
    expect(of('<html lang="ar"><body>', "ar")).toEqual([
      expect.stringContaining("that it runs from right to left."),
    ]);
  });
});

describe("a table", () => {
  const of = (html: string) => findings(tableRole, { html: [html] });

  test("that neither has headings nor says what it is for is told, once for a block", () => {
    const bare = "<table><tr><td>2</td></tr></table>";
    expect(of(bare + bare)).toEqual([expect.stringContaining('Write role="presentation" at its <table>')]);
    expect(of(`<table role="presentation"><tr><td>${bare}</td></tr></table>`)).toHaveLength(1);
  });

  test("with headings, or only for the layout, is not", () => {
    expect(of("<table><tr><th>Goals</th></tr><tr><td>2</td></tr></table>")).toEqual([]);
    expect(
      of('<table role="presentation"><tr><td><table><caption>Goals</caption></table></td></tr></table>'),
    ).toEqual([]);
  });
});

describe("a list", () => {
  const of = (...body: readonly (string | ProseNode)[]) =>
    findings(typedList, { issue: { blocks: [letter(...body)] } });
  const lines = (...said: readonly string[]) =>
    paragraph(
      ...said.flatMap((one, index): readonly (string | Inline)[] =>
        index === 0 ? [one] : [{ type: "break" }, one],
      ),
    );

  test("whose signs are typed is told, over lines and over paragraphs", () => {
    expect(of(lines("• one", "• two", "• three"))).toEqual([
      expect.stringContaining("only the eye sees a list."),
    ]);
    expect(of(lines("What came:", "1) one", "2) two", "3) three"))).toHaveLength(1);
    expect(of("👉 one", "👉 two", "👉 three")).toHaveLength(1);
    expect(of({ type: "quote", children: [lines("• one", "• two", "• three")], at: at() })).toHaveLength(1);
  });

  test("is none of two lines, of a dialogue, of an address or of numbers", () => {
    expect(of(lines("• one", "• two"))).toEqual([]);
    expect(of(lines("– Yes?", "– No.", "– Why?"))).toEqual([]);
    expect(of(lines("1 Type Street", "2nd floor", "London"))).toEqual([]);
    expect(of("1.5 million came.", "2.5 million stayed.", "3.5 million left.")).toEqual([]);
    expect(of("🎉 One.", "Then another.", "🎉 Two.")).toEqual([]);
    expect(
      of({ type: "list", items: [[paragraph("one")], [paragraph("two")], [paragraph("three")]], at: at() }),
    ).toEqual([]);
  });
});

describe("the direction of the text", () => {
  const hebrew = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd ".repeat(20);

  test("is that of most of its letters", () => {
    const of = (body: string, language: string) =>
      findings(textDirection, { issue: { language, blocks: [letter(body)] } });
    expect(of(hebrew, "en")).toEqual([
      expect.stringContaining('Write the language of the text as "language".'),
    ]);
    expect(of("Hello world, again. ".repeat(20), "he")).toHaveLength(1);
    expect(of(hebrew, "he")).toEqual([]);
    expect(of(`Hello world ${hebrew.slice(0, 90)}`, "en")).toEqual([]);
    expect(of(`${"Hello world ".repeat(20)}${hebrew}`, "en")).toEqual([]);
  });

  test("is the one that is written out, where it is", () => {
    const issue = {
      language: "en",
      direction: "rtl" as const,
      subject: line("Hello"),
      blocks: [letter("Hello world. ".repeat(20))],
    };
    expect(findings(textDirection, { issue })).toEqual([
      expect.stringContaining('Correct "dir", or leave it out.'),
    ]);
  });
});
