import { describe, expect, test } from "@jest/globals";
import { plainContent } from "../../src/web/archive/plain-content.ts";

const layout = (inner: string) =>
  `<!doctype html><html><head><title>T</title><style>p { color: red }</style></head><body class="x">
<!--[if mso]><table><tr><td><![endif]--><div style="display:none;max-height:0">Hidden <div>words</div></div>
<table role="presentation" width="600"><tbody><tr><td style="padding:0">${inner}</td></tr></tbody></table></body></html>`;

describe("the content of a feed", () => {
  test.each([
    ["a paragraph", "<p style='margin:0'>One <b>two</b></p>", "<p>One <b>two</b></p>"],
    ["words in a box", "<div>One</div><div>Two</div>", "<p>One</p><p>Two</p>"],
    ["words around a line break", "<div>One<br>two</div>", "<p>One<br>two</p>"],
    [
      "a link that leads somewhere",
      '<div><a href="https://example.org/?a=1&amp;b=2" style="x">Go</a></div>',
      '<p><a href="https://example.org/?a=1&amp;b=2">Go</a></p>',
    ],
    ["a link that leads nowhere", "<p><a target='_blank'>Vote</a></p>", "<p>Vote</p>"],
    ["a link that would run", "<p><a href='javascript:alert(1)'>x</a></p>", "<p>x</p>"],
    [
      "a picture",
      '<img src="https://example.org/a.png" alt="A &quot;b&quot;" width="600" style="x" onerror="y">',
      '<p><img src="https://example.org/a.png" alt="A &quot;b&quot;" width="600"></p>',
    ],
    [
      "a table of data",
      "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
      "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
    ],
    [
      "a table of data in one of layout",
      "<p>x</p><table role='presentation'><tr><td><table><tr><td>1</td></tr></table></td></tr></table>",
      "<p>x</p><table><tr><td>1</td></tr></table>",
    ],
    [
      "lists and code",
      "<ol start='3'><li>One<ul><li>Two</li></ul></li></ol><pre> a\n  b</pre>",
      '<ol start="3"><li>One<ul><li>Two</li></ul></li></ol><pre> a\n  b</pre>',
    ],
    [
      "what is not closed",
      "<p>One<p>Two <b>three</div><h2>Four",
      "<p>One</p><p>Two <b>three</b></p><h2>Four</h2>",
    ],
    ["what is closed and was never open", "</b></p></table>One", "<p>One</p>"],
    ["scripts", "<script>alert('<p>x')</script><p>One</p>", "<p>One</p>"],
    ["nothing to see", "<div>&nbsp;</div><p> </p>", ""],
  ])("keeps %s", (_, inner, content) => {
    expect(plainContent(layout(inner))).toBe(content);
  });
});
