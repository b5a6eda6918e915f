import { describe, expect, test } from "@jest/globals";
import { readBlocks, valuesOf } from "../support/issue-text.ts";

/** An html block whose first line of HTML is line 7 of the file and whose first column is column 9. */
function readHtml(html: string) {
  const lines = html.split("\n").map((line) => `        ${line}`);
  return readBlocks(`  - html:\n      body: |\n${lines.join("\n")}\n      text: In words`);
}

describe("an html block", () => {
  test("keeps its HTML as it was written, with merge fields", () => {
    const { blocks, sentences } = readHtml('<p style="color:#333">\n  Hello {{firstName|you}}<br>\n</p>');
    expect(sentences).toEqual([]);
    expect(blocks.map(valuesOf)).toMatchObject([
      {
        kind: "html",

        body: {
          parts: [
            '<p style="color:#333">\n  Hello ',
            { name: "firstName", fallback: "you", at: { line: 8, column: 17 } },
            "<br>\n</p>\n",
          ],
        },
      },
    ]);
  });

  test.each([
    ['<table role="presentation"><tr><td align="center">A</td></tr></table>'],
    ['<a href="https://example.org/?n={{city}}">A</a>'],
    ['<img src="https://example.org/a.png" alt="" width="10">'],
    ["<p>5 &lt; 6 &amp; {{city}}</p>"],
  ])("may say %s", (html) => {
    expect(readHtml(html).sentences).toEqual([]);
  });

  test.each([
    ["<script>alert(1)</script>", ["7:9 issue/html-element", "7:25 issue/html-element"]],
    ["<p onclick='x()'>A</p>", ["7:21 issue/html-attribute"]],
    ["<form></form>", ["7:9 issue/html-element", "7:15 issue/html-element"]],
    ["<iframe></iframe>", ["7:9 issue/html-element", "7:17 issue/html-element"]],
    ["<p>\n<b>A</p>", ["8:13 issue/html-crossed"]],
    ["<p>A", ["7:9 issue/html-unclosed"]],
    ["A</p>", ["7:10 issue/html-unopened"]],
    ["<!-- a note --><p>A</p>", ["7:9 issue/html-comment"]],
    ["<!doctype html><p>A</p>", ["7:9 issue/html-comment"]],
    ["<p class=a>A</p>", ["7:18 issue/html-quotes"]],
    ['<p style="background:url(https://example.org/a.png)">A</p>', ["7:19 issue/html-style"]],
    ['<a href="javascript:alert(1)">A</a>', ["7:18 issue/link-scheme"]],
    ['<a href="&#106;avascript:alert(1)">A</a>', ["7:18 issue/link-scheme"]],
    ['<a href="https://{{city}}/">A</a>', ["7:18 issue/link-field"]],
    ['<a href="/about">A</a>', ["7:18 issue/link-relative"]],
    ['<img src="https://example.org/a.png">', ["7:9 issue/html-alt"]],
    ['<img src="a.png" alt="">', ["7:9 issue/html-image"]],
    ['<img src="http://example.org/a.png" alt="">', ["7:9 issue/html-image"]],
    ['<img src="https://example.org/a.png" srcset="b.png 2x" alt="">', ["7:54 issue/html-attribute"]],
    ['<td background="https://example.org/a.png">A</td>', ["7:25 issue/html-attribute"]],
    ["<mj-text>A</mj-text>", ["7:9 issue/html-element", "7:19 issue/html-element"]],
    ["<h1>A</h1>", ["7:9 issue/html-element", "7:14 issue/html-element"]],
    ["<p>hello</p", ["7:9 issue/html-unclosed", "7:17 issue/html-unclosed"]],
    ["<p>hello</p><br", ["7:21 issue/html-unclosed"]],
    ['<p>hello</p><br title="', ["7:21 issue/html-unclosed"]],
    ["<p>hello</p></", ["7:21 issue/html-bracket"]],
    ["<p>1 < 2</p>", ["7:14 issue/html-bracket"]],
    ['<p title="a" title="b">A</p>', ["7:29 issue/html-attribute"]],
    ['<p style="background:\\75rl(x)">A</p>', ["7:19 issue/html-style"]],
    ['<p style="background:url&lpar;x)">A</p>', ["7:19 issue/html-style"]],
    ['<p style="background-image:image-set(x)">A</p>', ["7:19 issue/html-style"]],
    ['<a href="https://example.org/" ping="https://example.org/">A</a>', ["7:46 issue/html-attribute"]],
    ["<p>{{nobody}}</p>", ["7:12 issue/unknown-field"]],
  ])("cannot say %j", (html, expected) => {
    const { codes, issue } = readHtml(html);
    expect(codes).toEqual(expected);
    expect(issue).toBeUndefined();
  });

  test("says the same in words for the plain text", () => {
    expect(readBlocks("  - html: <p>A</p>").codes).toEqual(["5:11 issue/wrong-type"]);
    expect(readBlocks("  - html: {body: <p>A</p>}").codes).toEqual(["5:5 issue/missing"]);
  });
});
