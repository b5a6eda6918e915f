import { describe, expect, test } from "@jest/globals";
import { compileMjml } from "../../src/render/mjml/mjml.ts";
import { mjmlTags } from "../../src/render/mjml/mjml-tags.ts";
import type { Template } from "../../src/render/template/template.ts";
import { brief, briefs, letter, poll, signoff, sponsor } from "../support/issue-builder.ts";
import { findingsOf } from "../support/rendered.ts";
import { weeklyWith } from "../support/template-builder.ts";

/*
 * Where a template's faults of MJML are told.
 */

const blocks = [letter("One.\n\nTwo."), poll(), briefs(brief("Watch"))];
const places = (findings: readonly string[]) => findings.map((one) => /^\S+/.exec(one)?.[0]);

/** The place of the last `sign` in a file of the template, as findings name it. */
function placeOf(template: Template, name: string, sign: string): string {
  const part = name === "template" ? template.frame : template.parts.get(name);
  const before = (part?.text ?? "").slice(0, part?.text.lastIndexOf(sign)).split("\n");
  return `${part?.file}:${before.length}:${(before.at(-1) ?? "").length + 1}`;
}

describe("what MJML refuses is told at the very tag", () => {
  // Each spoils one tag of a file; the place expected is that of the last text in it that begins like `sign`.
  test.each([
    ["in the frame", "template", "<mj-table mj-class", '<mj-table wrong="1" mj-class', "<mj-table wrong"],
    ["in a block", "briefs", "<mj-table", '<mj-table wrong="1"', "<mj-table"],
    [
      "in a part that is included several times",
      "choice",
      "<mj-button",
      '<mj-button wrong="1"',
      "<mj-button",
    ],
    ["in a loop", "poll", "<mj-column css", '<mj-column wrong="1" css', "<mj-column wrong"],
    ["over several lines", "signoff", "<mj-text", '<mj-text\n  css-class="a"\n  wrong="1"', "<mj-text"],
    [
      "of several on one line",
      "letter",
      "<mj-text",
      '<mj-text>a</mj-text><mj-text wrong="1">c</mj-text><mj-text>d</mj-text><mj-text',
      "<mj-text wrong",
    ],
    ["of two files with the same line", "signoff", "<mj-column>", '<mj-column wrong="1">', "<mj-column"],
  ])("%s", async (_, name, written, spoilt, sign) => {
    const template = await weeklyWith({ [name]: (text) => text.replace(written, spoilt) });
    const findings = await findingsOf({ blocks: [...blocks, sponsor(), signoff()] }, template);
    expect(findings[0]).toContain("Attribute wrong is illegal");
    expect(new Set(places(findings))).toEqual(new Set([placeOf(template, name, sign)]));
  });

  test("or, when the issue brought it, at its block, with the file that lets it stand there", async () => {
    const template = await weeklyWith({
      letter: (text) => text.replace(/<mj-text[^>]*>/, "").replace("</mj-text>", ""),
    });
    expect(await findingsOf({}, template)).toEqual([
      "issues/2025-02-14-test.yaml:10:1 MJML refuses <p>: Element p doesn't exist or is not registered. Let what the letter says stand inside mj-text in templates/weekly/blocks/letter.mjml. [render/mjml]",
    ]);
  });
});

describe("what MJML refuses is told with what was meant", () => {
  test.each([
    ["an attribute", "<mj-text", '<mj-text colour="red"', 'Did you mean "color"?'],
    ["two of them", "<mj-text", '<mj-text colour="red" aling="left"', 'Did you mean "color" and "align"?'],
    ["a tag", /<(\/?)mj-text/g, "<$1mj-txt", "Did you mean <mj-text>?"],
    ["and nothing when nothing is near", "<mj-text", '<mj-text zzzzz="red"', "Correct the tag in this file."],
  ])("%s, and once for all blocks that use the file", async (_, right, wrong, remedy) => {
    const template = await weeklyWith({ letter: (text) => text.replace(right, wrong) });
    const findings = await findingsOf({ blocks: [letter("One."), letter("Two.")] }, template);
    expect(findings).toEqual([expect.stringContaining(` ${remedy} [render/mjml]`)]);
  });

  test("by lists of tags and attributes that MJML takes", async () => {
    const wrong: string[] = [];
    for (const [tag, names] of Object.entries(mjmlTags)) {
      const attributes = names.map((name) => ` ${name}=""`).join("");
      const compiled = await compileMjml(`<mjml><mj-body><${tag}${attributes}></${tag}></mj-body></mjml>`);
      const faults = compiled.status === "faulty" ? compiled.faults : [];
      wrong.push(...faults.map(({ message }) => message).filter((one) => /illegal|exist/.test(one)));
    }
    // What only stands in mj-attributes and mj-html-attributes MJML does not know elsewhere.
    expect(wrong.filter((one) => !/mj-(all|class|selector|html-attribute) /.test(one))).toEqual([]);
  });
});

describe("a text that MJML drops is told with the tag in which it stands", () => {
  test.each([
    ["a column", "poll", "question", "<mj-column>", "<mj-column>{{question}}", "<mj-column"],
    ["a section", "poll", "question", "  <mj-column>", "  {{question}}<mj-column>", "<mj-section"],
  ])("%s", async (_, name, value, written, spoilt, sign) => {
    const template = await weeklyWith({
      [name]: (text) => text.replace(`{{${value}}}</h2>`, "</h2>").replace(written, spoilt),
    });
    const { file = "", text = "" } = template.parts.get(name) ?? {};
    const before = text.slice(0, text.indexOf(sign)).split("\n");
    const place = `${file}:${before.length}:${(before.at(-1) ?? "").length + 1}`;
    expect(await findingsOf({ blocks }, template)).toEqual([
      expect.stringContaining(
        `which is not in its HTML. It stands in ${sign}> at ${place}, which shows no text itself.`,
      ),
    ]);
  });

  test("and without one when the template only forgets it", async () => {
    const template = await weeklyWith({ poll: (text) => text.replace("{{question}}", "") });
    expect(await findingsOf({ blocks }, template)).toEqual([
      expect.stringMatching(/which is not in its HTML\. Make templates/),
    ]);
  });
});

describe("a tag that is never closed, which MJML does not mind, is told where it is opened", () => {
  test.each([
    ["poll", "mj-text"],
    ["letter", "mj-column"],
    ["briefs", "mj-section"],
    ["choice", "mj-button"],
    ["template", "mj-preview"],
    ["template", "mj-style"],
    ["template", "mj-body"],
    ["template", "mjml"],
  ])("in %s: <%s>", async (name, tag) => {
    const template = await weeklyWith({ [name]: (text) => text.replace(`</${tag}>`, "") });
    const part = name === "template" ? template.frame : template.parts.get(name);
    const before = (part?.text ?? "").slice(0, part?.text.indexOf(`<${tag}`)).split("\n");
    const place = `${part?.file}:${before.length}:${(before.at(-1) ?? "").length + 1}`;
    expect(await findingsOf({ blocks }, template)).toEqual([
      `${place} the tag <${tag}> is never closed. Write </${tag}> where it ends. [render/unclosed]`,
    ]);
  });
});
