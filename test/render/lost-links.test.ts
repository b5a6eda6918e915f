import { describe, expect, test } from "@jest/globals";
import { placeImages } from "../../src/render/place-images.ts";
import { lostInHtml, lostInText } from "../../src/render/survival/lost-links.ts";
import { saidBy } from "../../src/render/survival/said.ts";
import { shownBy } from "../../src/render/survival/shown.ts";
import { checkSurvival } from "../../src/render/survival/survival.ts";
import { tokenBook } from "../../src/render/tokens.ts";
import {
  at,
  block,
  brief,
  feature,
  image,
  imageFile,
  letter,
  line,
  link,
  none,
  paragraph,
  prose,
  text,
} from "../support/issue-builder.ts";
import { editionFrom, findingsOf, textOf } from "../support/rendered.ts";
import { weeklyWith } from "../support/template-builder.ts";

/** Links and pictures that stand several times in a block, and addresses of which one is the beginning of another. */

const url = "https://example.org/a";
const otherOnes = (part: string) =>
  part.replace('href="{{url}}"', 'href="{{#if first}}{{url}}{{else}}https://example.org/ab{{/if}}"');

test("a picture of which the plain text says nothing is lost in it", () => {
  const book = tokenBook([]);
  const shownImage = block("feature", { image: { type: "image", image: image({ alt: "Two kings" }) } });
  const said = saidBy(shownImage, book);
  const images = placeImages([shownImage], [imageFile()], "attached", "https://example.org");
  const [placed] = images.of.values();
  const shown = shownBy(`<img src="${placed?.src}" alt="Two kings">`);
  const findings = (plain: string) =>
    checkSurvival({
      block: shownImage,
      book,
      said,
      shown,
      text: plain,
      part: "a.mjml",
      images,
      swallowed: () => "",
    });
  expect(findings("[Image: Two kings]")).toEqual([]);
  expect(findings("[Image: kings]").map(({ code, message }) => [code, message])).toEqual([
    ["render/lost-text", 'the feature block says "Two kings", which its plain text does not.'],
  ]);
});

describe("a template", () => {
  test("that shows one of two links to the same page loses the other", async () => {
    const items = [brief("One", { url: line(url) }), brief("Two", { url: line(url) })];
    const links = block("links", { title: none, items: { type: "list", items } });
    expect(await findingsOf({ blocks: [links] })).toEqual([]);
    expect(await findingsOf({ blocks: [links] }, await weeklyWith({ links: otherOnes }))).toEqual([
      `issues/2025-02-14-test.yaml:1:1 the links block links to ${url} 2 times, but its HTML only 1 of them. Make templates/weekly/blocks/links.mjml show it, and let no text stand outside mj-text. [render/lost]`,
    ]);
  });

  test("that drops the link of a title loses it even when the body links to the same page", async () => {
    const blocks = [feature({ url: line(url), body: prose([paragraph(link(url, "the page"))]) })];
    const template = await weeklyWith({ feature: (text) => text.replace("{{#if url}}", "{{#if image}}") });
    expect(await findingsOf({ blocks })).toEqual([]);
    expect(await findingsOf({ blocks }, template)).toEqual([expect.stringContaining("[render/lost]")]);
  });

  test("that shows one of two pictures with the same words loses the other", async () => {
    const item = () => ({
      parts: { picture: { type: "image", image: image() }, name: { type: "line", line: line("A") } } as const,
      at: at(),
    });
    const pictures = block("html", { items: { type: "list", items: [item(), item()] } }, { free: true });
    const shown = (condition: string) => () =>
      `<mj-section><mj-column>{{#each items}}${condition}<mj-image src="{{picture.src}}" alt="{{picture.alt}}" width="{{picture.width}}px" />{{#if first}}{{/if}}${condition === "" ? "" : "{{/if}}"}<mj-text>{{name}}</mj-text>{{/each}}</mj-column></mj-section>`;
    const lost = (findings: readonly string[]) => findings.filter((one) => one.includes("[render/lost]"));
    const all = await findingsOf({ blocks: [pictures] }, await weeklyWith({ html: shown("") }));
    const first = await findingsOf(
      { blocks: [pictures] },
      await weeklyWith({ html: shown("{{#if first}}") }),
    );
    expect(lost(all)).toEqual([]);
    expect(lost(first)).toEqual([expect.stringContaining('the picture "images/picture.png"')]);
  });
});

const saying = (...links: readonly { readonly text: string; readonly noted?: true }[]) => ({
  texts: [],
  images: [],
  links: links.map((one) => ({ ...one, at: at() })),
});
const missing = (found: ReturnType<typeof lostInText>) =>
  found.map(({ link: { text }, wanted, found: times }) => [text, wanted, times]);

describe("an address in the plain text", () => {
  test.each([
    ["at its end", `A: ${url}`],
    ["in a sentence", `See ${url}, or not.`],
    ["in brackets", `See (${url}).`],
    ["struck", `~~${url}~~ no`],
    ["before Japanese signs", `「${url}」です`],
    ["in a note", `[1] ${url}\n[2] https://example.org/ab`],
  ])("is found %s", (_, text) => {
    expect(lostInText(saying({ text: url }), text)).toEqual([]);
  });

  test.each([
    ["longer", `A: ${url}b`],
    ["in a folder", `A: ${url}/b`],
    ["with a file's ending", `A: ${url}.html`],
    ["with a question", `A: ${url}?b`],
    ["inside another address", `A: https://other.example.org/?to=${url}`],
  ])("is not taken for one that is %s", (_, text) => {
    expect(missing(lostInText(saying({ text: url }), text))).toEqual([[url, 1, 0]]);
  });

  test("is not found in a longer mailbox", () => {
    const said = saying({ text: "mailto:desk@example.org" });
    expect(lostInText(said, "A: desk@example.org")).toEqual([]);
    expect(missing(lostInText(said, "A: help.desk@example.org"))).toHaveLength(1);
  });

  test("must be there as often as it is said, and once for all links that share a note", () => {
    const twice = saying({ text: url }, { text: url });
    expect(missing(lostInText(twice, url))).toEqual([[url, 2, 1]]);
    expect(lostInText(twice, `${url}\n${url}`)).toEqual([]);
    const noted = saying({ text: url, noted: true }, { text: url, noted: true });
    expect(lostInText(noted, `[1] ${url}`)).toEqual([]);
    expect(missing(lostInText(noted, ""))).toEqual([[url, 1, 0]]);
  });
});

test("an address behind a soft hyphen is one for itself in the text, where there are none", async () => {
  const mail = link("mailto:desk@example.org", "desk@example.org");
  const edition = await editionFrom({ blocks: [letter(paragraph(text("soft\u00AD"), mail))] });
  expect(textOf(edition)).toContain("soft desk@example.org");
});

test("links of the HTML are counted whole", () => {
  expect(lostInHtml(saying({ text: url }), [url, url])).toEqual([]);
  expect(missing(lostInHtml(saying({ text: url }, { text: url }), [`${url}b`, url]))).toEqual([[url, 2, 1]]);
});
