import { describe, expect, test } from "@jest/globals";
import { decodeEntities, scanHtml } from "../../src/base/scan-html.ts";

function kinds(html: string): readonly string[] {
  return scanHtml(html).map(
    (piece) =>
      `${piece.kind === "tag" ? `${piece.closing ? "/" : ""}${piece.name}` : piece.kind} ${html.slice(piece.start, piece.end)}`,
  );
}

describe("scanning HTML", () => {
  test("leaves no gap between the pieces", () => {
    const html =
      '<!doctype html><p a="1>2" b=\'"\' c=3 d>x < y<br/><!-- a > b --><style>p > a{}</style></p> end';
    let at = 0;
    for (const piece of scanHtml(html)) {
      expect(piece.start).toBe(at);
      at = piece.end;
    }
    expect(at).toBe(html.length);
  });

  test("tells text, tags, comments and raw text apart", () => {
    expect(kinds("a<b>c</b><!--[if mso]><i><![endif]--><!--[if !mso]><!-->d<!--<![endif]-->")).toEqual([
      "text a",
      "b <b>",
      "text c",
      "/b </b>",
      "comment <!--[if mso]><i><![endif]-->",
      "comment <!--[if !mso]><!-->",
      "text d",
      "comment <!--<![endif]-->",
    ]);
    expect(kinds("<style>a<b></style><title>x&y</title>")).toEqual([
      "style <style>",
      "raw a<b>",
      "/style </style>",
      "title <title>",
      "raw x&y",
      "/title </title>",
    ]);
  });

  test("knows the value of each attribute and whether it is quoted", () => {
    const html = `<a href="x>y" title='t' id=z hidden>`;
    const [tag] = scanHtml(html);
    const attributes = tag?.kind === "tag" ? tag.attributes : [];
    expect(attributes.map(({ name, value, quoted }) => [name, value, quoted])).toEqual([
      ["href", "x>y", true],
      ["title", "t", true],
      ["id", "z", false],
      ["hidden", "", false],
    ]);
    for (const { start, end, value } of attributes) expect(html.slice(start, end)).toBe(value);
  });

  test.each(["<", "<a", "<a href=", '<a href="x', "<!--", "<!", "</", "<style>", "a<1"])(
    "ends on %s",
    (html) => {
      expect(scanHtml(html).at(-1)?.end).toBe(html.length);
    },
  );

  test("decodes the entities that escaping makes, once", () => {
    expect(decodeEntities("&amp;lt; &#39;&#x27;&quot;&#123;&nbsp;&copy;")).toBe("&lt; ''\"{\u00a0&copy;");
  });
});
