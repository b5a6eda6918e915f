import { describe, expect, test } from "@jest/globals";
import type { Template } from "../../src/render/template/template.ts";
import { brief, briefs, letter, poll, signoff } from "../support/issue-builder.ts";
import { findingsOf } from "../support/rendered.ts";
import { weeklyWith } from "../support/template-builder.ts";

/*
 * One run tells everything that is wrong with a template, each once: what stops Handlebars or MJML is mended and the
 * rest is looked at all the same.
 */

const blocks = [letter("One.\n\nTwo."), poll(), briefs(brief("Watch"))];
const places = (findings: readonly string[]) => findings.map((one) => /^\S+/.exec(one)?.[0]);

/** The place of the last `sign` in a file of the template, as findings name it. */
function placeOf(template: Template, name: string, sign: string): string {
  const part = name === "template" ? template.frame : template.parts.get(name);
  const before = (part?.text ?? "").slice(0, part?.text.lastIndexOf(sign)).split("\n");
  return `${part?.file}:${before.length}:${(before.at(-1) ?? "").length + 1}`;
}

describe("one fault of a template hides no other", () => {
  test("of other blocks, of the frame, of Handlebars, MJML and lost words", async () => {
    const template = await weeklyWith({
      letter: (text) => text.replace("{{body}}", "{{boddy}}"),
      poll: (text) => text.replace("<mj-column>", '<mj-column colour="red">'),
      heading: (text) => text.replace(">{{title}}</h2>", "></h2>"),
      signoff: (text) => text.replace("<mj-text", '<mj-text colour="red"'),
      template: (text) => text.replaceAll("{{links.unsubscribe}}", "https://example.org/"),
    });
    const findings = await findingsOf({ blocks: [...blocks, signoff()] }, template);
    expect(findings.map((one) => /\[(.*)\]$/.exec(one)?.[1])).toEqual(
      expect.arrayContaining([
        "render/template-name",
        "render/mjml",
        "render/lost",
        "render/frame-incomplete",
      ]),
    );
    expect(findings.filter((one) => one.includes("[render/mjml]"))).toHaveLength(2);
  });

  test("when the frame cannot be filled, and not when MJML refuses it", async () => {
    const lost = (text: string) => text.replace(">{{title}}</h2>", "></h2>");
    for (const spoil of [
      (text: string) => text.replace("{{newsletter.name}}", "{{newsletter.nme}}"),
      (text: string) => text.replace("<mj-table mj-class", '<mj-table colour="red" mj-class'),
      (text: string) => text.replace("{{/each}}", ""),
    ]) {
      const findings = await findingsOf({ blocks }, await weeklyWith({ template: spoil, heading: lost }));
      expect(findings).toHaveLength(2);
      expect(findings[0]).toMatch(/^templates\/weekly\/template\.mjml:\d+:\d+ /);
      expect(findings[1]).toContain('the briefs block says "This week in tech", which is not in its HTML.');
    }
  });

  test("in the same file: every name that is not there", async () => {
    const template = await weeklyWith({
      letter: (text) => `{{one}}\n${text.replace("{{body}}", "{{{ boddy }}} {{~two.three~}}")}{{four}}`,
    });
    const findings = await findingsOf({}, template);
    expect(findings.map((one) => /names "(.*?)"/.exec(one)?.[1])).toEqual(["one", "boddy", "two", "four"]);
    expect(places(findings)[1]).toBe(placeOf(template, "letter", "boddy"));
  });
});

const file = "templates/weekly/blocks/letter.mjml";

test("every kind of fault in one file is told at its place, and nothing twice", async () => {
  const written = [
    '<mj-section css-class="paper">',
    "  <mj-column>",
    "    Loose words",
    '    <mj-text colour="red" css-class="ink">',
    "      {{titel}} {{#if boddy}}x{{/if}}",
    "      <h2>Hi",
    "      {{body}} {{> chioce}} {{> label says=words.pol}}",
    "      {{ }}",
    '      {{iff body}} {{issue}} {{> "../../../etc/passwd"}} {{> /etc/passwd}}',
    '      <img src="a.png"><p class="ink>x</p>',
    "    </mj-txt>",
    "    {{#each itms}}{{/each}",
    "    {{#if body}}<mj-text>one</mj-text>{{/iff}} {{four}}",
    "    {{#if body}}<mj-text>two {{three}}</mj-text>",
    "    {{else}}",
    "    {{log body}}",
    "  </mj-column>",
    "</mj-section>",
    "{{/with}}",
  ].join("\n");
  const found = await findingsOf({}, await weeklyWith({ letter: () => written }));
  expect(found.map((one) => one.replace(`${file}:`, "").split(". ")[0]).sort(byPlace)).toEqual([
    '3:5 the words "Loose words" stand in <mj-column>, where no text is shown',
    "4:5 MJML refuses <mj-text>: Attribute colour is illegal",
    '5:9 the template names "titel", which does not exist here',
    '5:23 the template names "boddy", which does not exist here',
    "6:7 the tag <h2> is never closed",
    "7:16 the template includes {{> chioce}}, but there is no such file",
    '7:44 the template names "pol", which does not exist here',
    "8:10 Handlebars cannot read this: a pair of curly brackets ends too early",
    '9:7 there is no helper "iff"',
    "9:20 the template shows a whole group of values where one is meant",
    "9:30 the template includes {{> ../../../etc/passwd}}, but there is no such file",
    "9:58 the template includes {{> /etc/passwd}}, but there is no such file",
    '10:7 the picture <img> has no "alt"',
    '10:7 the picture <img> is at "a.png", which is not a whole https:// address',
    "10:24 a quote in the tag <p> is opened and never closed",
    "11:5 the tag </mj-txt> closes nothing",
    '12:13 the template names "itms", which does not exist here',
    "12:19 Handlebars cannot read this: the brackets of {{/each are never closed",
    "13:39 Handlebars cannot read this: {{#if}} is ended by {{/iff}}",
    '13:50 the template names "four", which does not exist here',
    "14:5 Handlebars cannot read this: {{#if}} is never closed",
    '14:32 the template names "three", which does not exist here',
    '16:5 there is no helper "log"',
    "19:1 Handlebars cannot read this: {{/with}} ends nothing",
  ]);
});

function byPlace(one = "", other = ""): number {
  const [line = 0, column = 0] = (/^[\d:]+/.exec(one)?.[0] ?? "").split(":").map(Number);
  const [otherLine = 0, otherColumn = 0] = (/^[\d:]+/.exec(other)?.[0] ?? "").split(":").map(Number);
  return line - otherLine || column - otherColumn || one.localeCompare(other);
}

describe("curly brackets that Handlebars cannot read are mended, and what stands behind them is told", () => {
  test.each([
    ["{{#if body}}<b>x</b>{{nope}}", ["4:7 {{#if}} is never closed", '4:29 names "nope"']],
    ["{{#if body}}a{{else}}b", ["4:7 {{#if}} is never closed"]],
    ["{{#if body}}a{{/each}}{{nope}}", ["4:20 {{#if}} is ended by {{/each}}", '4:31 names "nope"']],
    ["{{/if}}{{nope}}", ["4:7 {{/if}} ends nothing", '4:16 names "nope"']],
    ["{{else}}{{nope}}", ["4:7 {{else}} stands outside of every {{#if}}", '4:17 names "nope"']],
    ["{{body <b>x</b> {{nope}}", ["4:7 the brackets of {{body are never closed", '4:25 names "nope"']],
    ["{{{body}} {{nope}}", ["4:7 the brackets of {{{body are never closed", '4:19 names "nope"']],
    [
      "{{#each body}}{{/each} {{nope}}",
      ["4:21 the brackets of {{/each are never closed", '4:32 names "nope"'],
    ],
    [
      "{{#if body x=}}a{{/if}} {{nope}}",
      ["4:20 a pair of curly brackets ends too early", '4:33 names "nope"'],
    ],
    ["{{nope}}{{!-- no end", ['4:9 names "nope"', "4:15 the comment is never closed"]],
    ["\\{{nope}} {{#if body}}", ["4:17 {{#if}} is never closed"]],
    // What is written twice is compiled once.
    ["{{#if body}}{{nope}}{{/if}}".repeat(2), ['4:21 names "nope"', '4:48 names "nope"']],
    ["{{ nope }}{{{nope}}}{{~nope~}}", ['4:10 names "nope"', '4:20 names "nope"', '4:30 names "nope"']],
  ])("%j", async (written, told) => {
    const template = await weeklyWith({
      letter: (text) => text.replace("{{body}}", `{{body}}{{body}}\n      ${written}`),
    });
    const found = await findingsOf({}, { ...template });
    const short = found.map((one) =>
      one
        .replace(`${file}:5:`, "4:")
        .replace("Handlebars cannot read this: ", "")
        .replace("the template names", "names"),
    );
    expect(short.toSorted()).toEqual(told.toSorted().map((one) => expect.stringContaining(one)));
  });
});

describe("tags that have no end are mended, and what stands behind them is told", () => {
  test.each([
    ["mj-text", ["<mj-text> is never closed"]],
    ["mj-column", ["<mj-column> is never closed"]],
    ["mj-section", ["<mj-section> is never closed"]],
  ])("without </%s>", async (tag, told) => {
    const template = await weeklyWith({
      letter: (text) =>
        text
          .replace(`</${tag}>`, "")
          .replace("<mj-column", '<mj-column colour="red"')
          .replace("{{body}}", "{{body}}<h2>x{{nope}}"),
    });
    const found = await findingsOf({}, template);
    const all = ["MJML refuses <mj-column>", ...told, "the tag <h2> is never closed", 'names "nope"'];
    expect(found).toHaveLength(all.length);
    for (const one of all) expect(found).toContainEqual(expect.stringContaining(one));
  });
});

describe("a frame that is no frame", () => {
  test.each([[""], ["hello"], ["<mjml></mjml>"], ["<p>x</p>"], ["{{{{"], ["<mjml><mj-body>"]])(
    "is told at its file and hides nothing: %j",
    async (frame) => {
      const lost = (text: string) => text.replace("{{question}}", "");
      const findings = await findingsOf({ blocks }, await weeklyWith({ template: () => frame, poll: lost }));
      expect(findings.some((one) => one.includes("templates/weekly/template.mjml"))).toBe(true);
      expect(findings.length).toBeGreaterThan(1);
    },
  );
});
