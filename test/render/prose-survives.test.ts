import { describe, expect, test } from "@jest/globals";
import { isError } from "../../src/base/problem.ts";
import { scanHtml } from "../../src/base/scan-html.ts";
import { parseMarkdown } from "../../src/issue/markdown/markdown.ts";
import type { Prose } from "../../src/model/prose.ts";
import { proseHtml } from "../../src/render/html/prose-html.ts";
import { notesFrom, proseText, targetText } from "../../src/render/text/prose-text.ts";
import { widthOf } from "../../src/render/text/wrap.ts";
import { type TokenBook, tokenBook } from "../../src/render/tokens.ts";
import { htmlLinks, visibleText } from "../support/eml-html.ts";
import { at, letter } from "../support/issue-builder.ts";
import { stringsOf, urlsOf } from "../support/prose-strings.ts";
import { findingsOf } from "../support/rendered.ts";
import { richMarkdown } from "../support/rich-markdown.ts";
import { weeklyWith } from "../support/template-builder.ts";

/** How many texts are made, and from which seed on: `LETTERPRESS_PROSE=20000 npm test -- test/render/prose`. */
const count = Number(process.env.LETTERPRESS_PROSE ?? 300);
const firstSeed = Number(process.env.LETTERPRESS_SEED ?? 1);
const seeds = Array.from({ length: count }, (_, index) => firstSeed + index);

const columns = 76;

/** The prose of a text by chance; undefined when the editor is told to change it. */
function proseOf(seed: number): Prose | undefined {
  const place = (line: number, column: number) => ({ ...at(line, column) });
  const { prose, problems } = parseMarkdown(richMarkdown(seed), place, { firstName: { default: "you" } });
  return problems.some(isError) ? undefined : prose;
}

const squeezed = (text: string) => text.replace(/[\s\u00AD\u200B\u2060]+/g, "");

function htmlFaults(prose: Prose, html: string, book: TokenBook): readonly string[] {
  const said = squeezed(
    stringsOf(prose, book)
      .map(({ text }) => text)
      .join(""),
  );
  const seen = squeezed(visibleText(html));
  const links = new Set(htmlLinks(html).map(({ href }) => href));
  const wanted = urlsOf(prose, book);
  return [
    ...(seen === said ? [] : [`the HTML says ${firstDifference(seen, said)}`]),
    ...[...wanted].filter((url) => !links.has(url)).map((url) => `the HTML lacks ${url}`),
    ...[...links].filter((url) => !wanted.has(url)).map((url) => `the HTML links to ${url}`),
    ...unbalanced(html),
  ];
}

function unbalanced(html: string): readonly string[] {
  const open: string[] = [];
  for (const piece of scanHtml(html)) {
    if (piece.kind !== "tag" || piece.name === "br" || piece.name === "hr") continue;
    if (!piece.closing) open.push(piece.name);
    else if (open.pop() !== piece.name) return [`</${piece.name}> closes another tag`];
  }
  return open.map((name) => `<${name}> is not closed`);
}

function textFaults(prose: Prose, body: string, list: string, book: TokenBook): readonly string[] {
  const strings = stringsOf(prose, book);
  const whole = `${body}\n${list}\n`;
  // A quote's mark may stand in the middle of what it says.
  const flat = squeezed(body).replaceAll(">", "");
  let from = 0;
  const lost = strings.flatMap(({ text, inTable }) => {
    const words = squeezed(text).replaceAll(">", "");
    const found = flat.indexOf(words, inTable ? 0 : from);
    if (found >= 0 && !inTable) from = found + words.length;
    return found >= 0 ? [] : [`the text lacks "${text}"`];
  });
  const broken = strings
    .flatMap(({ text }) => text.split(/[\s—]+/))
    .filter((word) => /^[!-~]+$/.test(word) && !body.includes(word))
    .map((word) => `the text breaks "${word}"`);
  const urls = [...urlsOf(prose, book)]
    .map(targetText)
    .filter((url) => !new RegExp(`${RegExp.escape(url)}(?![\\w/&=%-])`).test(whole))
    .map((url) => `the text lacks ${url}`);
  return [...lost, ...broken, ...urls, ...lineFaults(strings, body, book)];
}

function lineFaults(strings: ReturnType<typeof stringsOf>, body: string, book: TokenBook): readonly string[] {
  const code = strings.filter((one) => one.code).map(({ text }) => text.trim());
  return body.split("\n").flatMap((line) => {
    const words = line.replace(/^(?:[> ]|- |\d+\. )*/, "");
    const faults: string[] = [];
    const oneWord =
      /^[^ ]+(?: \[\d+\][^ ]*)*$/.test(words) || code.some((one) => one !== "" && line.endsWith(one));
    if (widthOf(line, { columns, colon: ": ", book }) > columns && !oneWord) faults.push("is too wide");
    if (/[ \t]$/.test(line)) faults.push("ends with a space");
    if (/[\u0001\u00AD\u200B\u2060\uFDD0-\uFDEF]/.test(line)) faults.push("holds what nobody should see");
    if (/^\[\d+\]/.test(words)) faults.push("begins with a reference mark");
    if (/^[、。」）ーょっ]/.test(words)) faults.push("begins with a sign that no line begins with");
    if (/[「（]$/.test(words)) faults.push("ends with a sign that no line ends with");
    return faults.map((fault) => `a line ${fault}: ${line}`);
  });
}

function firstDifference(seen: string, said: string): string {
  let index = 0;
  while (seen[index] === said[index]) index += 1;
  return `"${seen.slice(index, index + 40)}" instead of "${said.slice(index, index + 40)}"`;
}

describe("whatever an editor writes", () => {
  test(`comes whole into HTML and plain text (${count} texts from seed ${firstSeed} on)`, async () => {
    const { theme } = await weeklyWith();
    let set = 0;
    const faults = seeds.flatMap((seed) => {
      const prose = proseOf(seed);
      if (prose === undefined) return [];
      set += 1;
      const book = tokenBook([]);
      const notes = notesFrom();
      const direction = seed % 5 === 0 ? "rtl" : "ltr";
      const html = proseHtml(prose, { book, theme, direction, topHeading: 3 });
      const body = proseText(prose, { columns, colon: ": ", book }, notes);
      const found = [...htmlFaults(prose, html, book), ...textFaults(prose, body, notes.list(), book)];
      return found.map((fault) => `LETTERPRESS_SEED=${seed}: ${fault}`);
    });
    expect(faults).toEqual([]);
    expect(set).toBeGreaterThan(count / 2);
  });

  test("passes the check that nothing is lost on the way through a template", async () => {
    const template = await weeklyWith();
    for (const seed of seeds.slice(0, 12)) {
      const prose = proseOf(seed);
      if (prose !== undefined)
        expect([seed, await findingsOf({ blocks: [letter(...prose)] }, template)]).toEqual([seed, []]);
    }
  });
});
