import { describe, expect, test } from "@jest/globals";
import { directionOf } from "../../src/base/language.ts";
import { scanHtml } from "../../src/base/scan-html.ts";
import type { Issue } from "../../src/model/issue.ts";
import { renderIssue } from "../../src/render/render-issue.ts";
import { visibleText } from "../support/eml-html.ts";
import {
  block,
  brief,
  briefs,
  feature,
  image,
  imageFile,
  issue,
  letter,
  line,
  lineOr,
  link,
  option,
  paragraph,
  poll,
  prose,
  sender,
  signoff,
  sponsor,
} from "../support/issue-builder.ts";
import { htmlOf, textOf } from "../support/rendered.ts";
import { weeklyWith } from "../support/template-builder.ts";

/** An issue with one of everything, in which the editor says nothing but `say`. */
function saying(language: string, say: string): Issue {
  const body = prose([paragraph(say, link("https://example.org/", say))]);
  const vote = { question: line(say), options: [option("1", say, say), option("2", say, say)] };
  return issue({
    language,
    direction: directionOf(language),
    subject: line(say),
    preheader: line(say),
    blocks: [
      letter(say),
      feature({ title: line(say), image: image({ alt: say, credit: say }), body }),
      poll({ id: "1", ...vote }),
      block("briefs", {
        ...briefs(brief(say, { url: line("https://example.org/"), source: line(say), body })).parts,
        title: lineOr(line(say)),
      }),
      sponsor({ name: line(say), body }),
      signoff(say),
    ],
  });
}

async function rendered(language: string, say: string): Promise<{ html: string; text: string }> {
  const { edition, problems } = await renderIssue({
    issue: saying(language, say),
    template: await weeklyWith(),
    images: [imageFile()],
    sender: sender({ name: say, postalAddress: [say] }),
  });
  expect(problems).toEqual([]);
  if (edition === undefined) throw new Error("there is no edition");
  return { html: htmlOf(edition), text: textOf(edition) };
}

/** Words in Latin letters that readers of the HTML see, hear or point at. */
function latinIn(html: string): readonly string[] {
  const body = html.slice(html.indexOf("<body"));
  const said = scanHtml(body)
    .flatMap((piece) => (piece.kind === "tag" ? piece.attributes : []))
    .filter(({ name }) => ["alt", "title", "aria-label"].includes(name))
    .map(({ value }) => value);
  return [visibleText(body), ...said].flatMap((text) => withoutSlots(text).match(/[a-z]{2,}/gi) ?? []);
}

function withoutSlots(text: string): string {
  return text.replace(/\[\w+:\w+\]|https:\/\/\S+|&[lr]arr;/g, "");
}

describe.each([
  ["ar", "rtl", "مرحبا", "14 فبراير 2025", "العدد 42", "مدة القراءة: دقيقة واحدة", "إلغاء الاشتراك"],
  ["ja", "ltr", "こんにちは", "2025年2月14日", "第42号", "1分で読めます", "配信停止"],
])("an issue in %s", (language, direction, say, ...phrases) => {
  test("says its language and direction in the HTML", async () => {
    const { html } = await rendered(language, say);
    expect(html).toContain(`<html lang="${language}" dir="${direction}"`);
    expect(html).not.toContain(`direction:${direction === "rtl" ? "ltr" : "rtl"}`);
  });

  test("has number, date, reading time and the way out in its language, in HTML and text", async () => {
    const { html, text } = await rendered(language, say);
    for (const phrase of phrases) {
      expect(visibleText(html)).toContain(phrase);
      expect(text).toContain(phrase);
    }
  });

  test("has no word in Latin letters in what the template says", async () => {
    const { html, text } = await rendered(language, say);
    expect(latinIn(html)).toEqual([]);
    expect(withoutSlots(text).match(/[a-z]{2,}/gi)).toBeNull();
    expect(latinIn((await rendered("en", say)).html)).toContain("Unsubscribe");
  });
});

test.each([
  ["fr", "\u00A0: "],
  ["ja", "："],
  ["de", ": "],
])(
  "an issue in %s has the colon of its language between a word and what it names",
  async (language, colon) => {
    const { html, text } = await rendered(language, "12");
    expect(visibleText(html)).toMatch(new RegExp(`[^\\s:：]${colon}12`, "u"));
    const colons = [...withoutSlots(text).matchAll(/\s?[:：]/gu)].map(([found]) => found);
    expect(colons.length).toBeGreaterThan(5);
    expect(new Set(colons)).toEqual(new Set([colon.trimEnd()]));
  },
);

test("an issue in a language that the template lacks is not rendered in another", async () => {
  const languageAt = { file: "issues/a.yaml", line: 4, column: 11 };
  const rendered = await renderIssue({
    issue: issue({ language: "nl", languageAt }),
    template: await weeklyWith(),
    images: [],
    sender: sender(),
  });
  expect(rendered.edition).toBeUndefined();
  expect(rendered.problems.map(({ at, code }) => [code, at])).toEqual([["render/language", languageAt]]);
});
