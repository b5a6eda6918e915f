import { describe, expect, test } from "@jest/globals";
import { hiddenText } from "../../../src/check/rules/hidden-text.ts";
import { htmlContrast } from "../../../src/check/rules/html-contrast.ts";
import type { Rule } from "../../../src/check/rule.ts";
import { block, line } from "../../support/issue-builder.ts";
import { findings } from "./findings-of.ts";

const of = (rule: Rule, html: string) =>
  findings(rule, { issue: { blocks: [block("html", { body: { type: "html", html: line(html) } })] } });

describe("words that are hidden", () => {
  test.each(["display:none", "visibility: hidden", "font-size:0", "font-size: 1px", "opacity:0"])(
    "by %s are told",
    (style) => {
      expect(of(hiddenText, `<p>Seen</p>\n<div style="color:red; ${style}">Not <b>seen</b></div>`)).toEqual([
        expect.stringMatching(/^warning issues\/2025-02-14-test\.yaml:2:1 words are hidden by /),
      ]);
    },
  );

  test.each([
    '<td style="font-size:0;line-height:0"><br>&nbsp;</td>',
    '<p style="font-size:10px;opacity:0.9">Seen</p>',
    '<td style="font-size:0"><div style="font-size:16px">Seen</div></td>',
    '<p style="font-size:0">\u00a0</p><p>Seen</p>',
  ])("are not, where there are none: %s", (html) => {
    expect(of(hiddenText, html)).toEqual([]);
  });
});

describe("the contrast of HTML", () => {
  test.each([
    [
      '<p style="color:#bbbbbb">Faint</p>',
      "text in #bbbbbb on #ffffff has a contrast of 1.9:1 in light mode",
    ],
    ['<p style="color:#333">Dark</p>', "text in #333 on #111111 has a contrast of 1.4:1 in dark mode"],
    ['<td bgcolor="#eee">Light</td>', "text in #eeeeee on #eee has a contrast of 1:1 in dark mode"],
    ['<p style="color: rgb(200, 200, 0); background-color: white">Both</p>', "in light mode"],
  ])("is too little: %s", (html, what) => {
    expect(of(htmlContrast, html)).toEqual([expect.stringContaining(what)]);
  });

  test.each([
    '<p style="color:#222222;background:#ffffff">Both</p>',
    '<p style="color:#bbbbbb">&nbsp;</p>',
    '<p style="color:#888888;background-color:#ffffff;font-size:28px">Large</p>',
    '<p style="color:var(--x)">Unknown</p>',
    "<p>Neither</p>",
    '<div style="color:#bbbbbb"><div style="color:#111111;background-color:#ffffff">Inside</div></div>',
  ])("is enough, or not known: %s", (html) => {
    expect(of(htmlContrast, html)).toEqual([]);
  });

  test("is that of the template on a dark screen, where it takes the colours back", () => {
    const blocks = [block("html", { body: { type: "html", html: line('<p style="color:#333">Dark</p>') } })];
    const html = ["<style>.raw [style*=color] { color: inherit !important; }</style>"];
    expect(findings(htmlContrast, { issue: { blocks }, html })).toEqual([]);
  });

  test("is told once for two colours, and again behind the element", () => {
    const faint = '<span style="color:#bbbbbb">faint</span>';
    expect(of(htmlContrast, `<p>${faint} and ${faint}</p>`)).toHaveLength(1);
    expect(of(htmlContrast, `<p>${faint} and <br><i style="color:#cccccc">fainter</i></p>`)).toHaveLength(2);
  });
});
