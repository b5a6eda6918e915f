import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { renderIssue } from "../../src/render/render-issue.ts";
import { issue, letter, poll, sender } from "../support/issue-builder.ts";
import { readBlocks } from "../support/issue-text.ts";
import { findingsOf } from "../support/rendered.ts";
import { weeklyWith } from "../support/template-builder.ts";

/*
 * What a template says itself in MJML and HTML: its tags, quotes, pictures and words. Nobody but the check looks at
 * these.
 */

const file = "templates/weekly/blocks/letter.mjml";
/** What is found when the letter's file begins its text with this. */
const findingsWith = async (written: string, blocks = [letter("Hi.")]) =>
  findingsOf(
    { blocks },
    await weeklyWith({ letter: (text) => text.replace("{{body}}", `${written}{{body}}`) }),
  );
/** What is found when the letter's file begins with this, in `mj-wrapper`. */
const findingsBefore = async (written: string) =>
  findingsOf({}, await weeklyWith({ letter: (text) => `${written}\n${text}` }));

describe("a tag of HTML is told where it stands", () => {
  test.each([
    ["<h2>Hello", "4:7 the tag <h2> is never closed. Write </h2> where it ends."],
    ["<p>One\n<p>Two</p>", "4:7 the tag <p> is never closed. Write </p> where it ends."],
    ["<ul><li>One</ul>", "4:11 the tag <li> is never closed. Write </li> where it ends."],
    ["Hello</h2>", "4:12 the tag </h2> closes nothing. Delete it, or write <h2> where it begins."],
    ["<b><i>x</b></i>", "4:10 the tag <i> is never closed. Write </i> where it ends."],
    ["{{#if body}}<b>{{/if}}x", "4:19 the tag <b> is never closed. Write </b> where it ends."],
  ])("when it has no other: %j", async (written, told) => {
    expect(await findingsWith(written)).toEqual([`${file}:${told} [render/unclosed]`]);
  });

  test.each([
    ["<br>a<hr><br/>"],
    ["<!-- <b> --><!--[if mso]><table><![endif]-->"],
    ["{{#if body}}<b>{{else}}<i>{{/if}}x{{#if body}}</b>{{else}}</i>{{/if}}"],
    ['<P title="a > b">x</p>'],
  ])("and not when it needs none: %j", async (written) => {
    expect(await findingsWith(written)).toEqual([]);
  });

  test("of a file that several blocks use once", async () => {
    const written = await findingsWith("<h2>Hello", [letter("One."), letter("Two.")]);
    expect(written).toHaveLength(1);
  });
});

test("an unclosed tag of HTML hides nothing else of its file", async () => {
  const template = await weeklyWith({
    letter: (text) =>
      `Loose\n${text.replace("<mj-text", '<mj-text colour="red"').replace("{{body}}", '<h2><img src="a.png" alt=""></h3>{{body}}')}`,
  });
  const found = await findingsOf({}, template);
  expect(found.map((one) => /\[(.*)\]$/.exec(one)?.[1]).sort()).toEqual([
    ...["render/loose-words", "render/mjml", "render/picture", "render/unclosed", "render/unclosed"],
  ]);
});

test("words that MJML drops are told once, also beside a fault of the frame", async () => {
  const template = await weeklyWith({
    letter: (text) => `Loose\n${text}`,
    template: (text) => text.replace(/<mj-text [^>]*center/, '$&" colour="red'),
  });
  const found = await findingsOf({}, template);
  expect(found).toEqual([
    expect.stringContaining('Did you mean "color"?'),
    expect.stringContaining(`${file}:1:1 the words "Loose" stand in <mj-wrapper>`),
  ]);
});

describe("a quote that is never closed is told at its tag", () => {
  test.each([
    ['<h2 style="margin:0>x</h2><p style="margin:0">y</p>', "h2"],
    ['<h2 style="margin:0>x</h2>', "h2"],
    ["<p title='x>y</p>", "p"],
    ['<p title="x style="y">z</p>', "p"],
    ['<h{{#if body}}2{{/if}} style="margin:0>x</h2>', "h"],
  ])("%j", async (written, tag) => {
    expect(await findingsWith(written)).toEqual([
      `${file}:4:7 a quote in the tag <${tag}> is opened and never closed. Close it behind its value. [render/unclosed]`,
    ]);
  });

  test("and those between curly brackets are none of them", async () => {
    const written = `<p class="{{#if body}}a{{/if}}" {{#if body}}title='x "y'{{/if}}>{{> label says="x" above="1px"}}</p>`;
    expect(await findingsWith(written)).toEqual([]);
  });
});

describe("a picture of the template itself", () => {
  const at = `${file}:4:7`;
  const put = "Put the file on a site and write its address, or show a picture of the issue: {{image.src}}.";
  const say = 'Say what it shows, or write alt="" if it is decoration.';
  test.each([
    [
      '<img src="logo.png" alt="x">',
      [`${at} the picture <img> is at "logo.png", which is not a whole https:// address. ${put}`],
    ],
    [
      '<img src="http://example.org/a.png" alt="x">',
      [
        `${at} the picture <img> is at "http://example.org/a.png", which is not a whole https:// address. ${put}`,
      ],
    ],
    ['<img alt="x">', [`${at} the picture <img> has no "src". ${put}`]],
    ['<img src="https://example.org/a.png">', [`${at} the picture <img> has no "alt". ${say}`]],
    [
      '<table background="a.png"></table>',
      [`${at} the background of <table> is at "a.png", which is not a whole https:// address. ${put}`],
    ],
    ['<img src="https://example.org/a.png" alt="">', []],
    ['<img src="https://example.org/{{subscriber.city}}.png" alt="">', []],
  ])("%s", async (written, told) => {
    const weekly = await weeklyWith({ letter: (text) => text.replace("{{body}}", `${written}{{body}}`) });
    const found = await findingsOf({}, { ...weekly, fields: ["city"] });
    expect(found).toEqual(told.map((one) => `${one} [render/picture]`));
  });

  test("is looked at in MJML too, the frame included", async () => {
    const template = await weeklyWith({
      template: (text) => text.replace(/<mj-text [^>]*center/, '<mj-image src="logo.png" />$&'),
    });
    const found = await findingsOf({ blocks: [letter("Hi."), poll()] }, template);
    expect(found).toEqual([
      expect.stringMatching(
        /^templates\/weekly\/template\.mjml:\d+:9 the picture <mj-image> is at "logo\.png"/,
      ),
      expect.stringMatching(/^templates\/weekly\/template\.mjml:\d+:9 the picture <mj-image> has no "alt"\./),
    ]);
  });
});

test("a picture of the issue that is not there is no fault of the template", async () => {
  const { issue: read } = readBlocks("  - image: { src: images/nope.png, alt: x }");
  const { problems } = await renderIssue({
    issue: { ...issue(), blocks: read?.blocks ?? [] },
    template: await weeklyWith(),
    images: [],
    sender: sender(),
  });
  expect(problems.map(formatProblem)).toEqual([expect.stringContaining('"images/nope.png" was not read')]);
});

describe("words of the template that MJML would drop are told where they stand", () => {
  test.each([
    ["Loose words", "Loose words", "mj-wrapper", "1:1"],
    ["<mj-section> Loose <mj-column></mj-column></mj-section>", "Loose", "mj-section", "1:14"],
    ["<mj-section><mj-column>\n  Loose\n  ones</mj-column></mj-section>", "Loose ones", "mj-column", "2:3"],
    ["{{#if body}}A{{else}}B{{/if}}", "A", "mj-wrapper", "1:13"],
    ["Title: {{kind}}", "Title: letter", "mj-wrapper", "1:1"],
  ])("%j", async (written, words, tag, place) => {
    expect(await findingsBefore(written)).toEqual([
      `${file}:${place} the words "${words}" stand in <${tag}>, where no text is shown. Put them into <mj-text>. [render/loose-words]`,
    ]);
  });

  test.each([["&nbsp;"], ["{{!-- words --}}"], ["<!-- words -->"], ["<mj-raw>words</mj-raw>"]])(
    "and these are none: %j",
    async (written) => {
      expect(await findingsBefore(written)).toEqual([]);
    },
  );
});
