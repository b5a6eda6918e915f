import { describe, expect, test } from "@jest/globals";
import { compileMjml } from "../../src/render/mjml/mjml.ts";
import { mjmlTags } from "../../src/render/mjml/mjml-tags.ts";
import type { Template } from "../../src/render/template/template.ts";
import { brief, briefs, feature, letter, line, poll, signoff, sponsor } from "../support/issue-builder.ts";
import { findingsOf } from "../support/rendered.ts";
import { weeklyWith } from "../support/template-builder.ts";

/*
 * Where a template's faults are told, and that one of them hides no other.
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

describe("a name that does not exist", () => {
  test.each([
    ["in the block", "feature", "{{titel}}", 'names "titel"', 'Did you mean "title"?'],
    ["in a group", "feature", "{{issue.subjct}}", 'names "subjct"', 'Did you mean "subject"?'],
    ["of a group", "feature", "{{isue.subject}}", 'names "isue"', 'Did you mean "issue"?'],
    ["deep down", "feature", "{{@root.theme.ligth.ink}}", 'names "theme.ligth"', 'Did you mean "light"?'],
    ["of the theme", "feature", "{{theme.light.axcent}}", 'names "axcent"', 'Did you mean "accent"?'],
    ["in a loop", "briefs", "{{#each items}}{{titl}}{{/each}}", 'names "titl"', 'Did you mean "title"?'],
    [
      "of the root, in a loop",
      "briefs",
      "{{#each items}}{{newsletter.name}}{{/each}}",
      'names "newsletter.name"',
      "{{@root.newsletter.name}}",
    ],
    ["like no other", "letter", "{{zzzzzz}}", 'names "zzzzzz"', "Known: newsletter, issue,"],
  ])("%s is told with the one that was meant", async (_, name, written, message, remedy) => {
    const template = await weeklyWith({ [name]: (text) => `${written}${text}` });
    const [finding, ...others] = await findingsOf(
      { blocks: [letter("Hi."), feature(), briefs(brief("Watch"))] },
      template,
    );
    expect(finding).toContain(message);
    expect(finding).toContain(remedy);
    expect(others).toEqual([]);
  });

  test.each([
    ["if", "poll", "{{#if questoin}}x{{/if}}", "1:7", "questoin", 'Did you mean "question"?'],
    ["unless", "poll", "a\n{{~#unless questoin}}{{/unless}}", "2:12", "questoin", 'Did you mean "question"?'],
    ["each", "briefs", "{{#each itms}}x{{/each}}", "1:9", "itms", 'Did you mean "items"?'],
    ["with", "poll", "{{#with zzzzzz}}x{{/with}}", "1:9", "zzzzzz", "Known: "],
    ["else if", "poll", "{{#if @first}}{{else if qestion}}{{/if}}", "1:25", "qestion", "question"],
    ["a loop", "briefs", "{{#each items}}{{#if titel}}{{/if}}{{/each}}", "1:22", "titel", 'mean "title"?'],
    ["a group", "poll", "{{#if @root.issue.rlt}}{{/if}}", "1:7", "rlt", 'Did you mean "rtl"?'],
    ["a shared file", "label", "{{#if sayss}}{{/if}}", "1:7", "sayss", 'Did you mean "says"?'],
  ])("is told in the condition of %s too", async (_, name, written, place, missing, remedy) => {
    const template = await weeklyWith({ [name]: (text) => `${written}${text}` });
    const findings = await findingsOf({ blocks: [poll(), briefs({ ...brief("Watch") })] }, template);
    const told = findings.filter((one) => one.includes("render/template-name"));
    expect(told).not.toEqual([]);
    for (const one of told) {
      expect(one).toContain(`${template.parts.get(name)?.file}:${place} the template names "${missing}"`);
      expect(one).toContain(remedy);
    }
    expect(findings.filter((one) => !told.includes(one) && !one.includes("loose-words"))).toEqual([]);
  });

  test.each([
    ["a picture that the block does not have", "feature", "{{#if image.credit}}{{/if}}"],
    ["what only other blocks hand to a shared file", "label", "{{#if centred}}{{/if}}"],
    ["the number of a round", "briefs", "{{#each items}}{{#if @first}}{{/if}}{{#if @indx}}{{/if}}{{/each}}"],
    ["a name that the file makes", "briefs", "{{#each items as |item|}}{{#if item.url}}{{/if}}{{/each}}"],
  ])("is none in a condition: %s", async (_, name, written) => {
    const template = await weeklyWith({ [name]: (text) => `${written}${text}` });
    expect(await findingsOf({ blocks: [feature(), briefs(brief("Watch"))] }, template)).toEqual([]);
  });

  test("in a kind without rules is only one that looks like a slip", async () => {
    const weekly = await weeklyWith();
    const text = `{{#if url}}{{/if}}{{#if titel}}{{/if}}<mj-section><mj-column><mj-text>{{title}}</mj-text></mj-column></mj-section>`;
    const event = { name: "event", file: "blocks/event.mjml", text };
    const template = { ...weekly, parts: new Map([...weekly.parts, ["event", event]]) };
    const block = {
      ...letter("x"),
      kind: "event",
      free: true,
      parts: { title: { type: "line", line: line("Fair") } },
    } as const;
    expect(await findingsOf({ blocks: [block] }, template)).toEqual([
      expect.stringMatching(/^blocks\/event\.mjml:1:25 .*"titel".* Did you mean "title"\?/),
    ]);
  });

  test.each([
    ["{{> chioce}}", 'Did you mean "choice"?'],
    ['{{> "chioce"}}', 'Did you mean "choice"?'],
    ["{{> ../../etc/passwd}}", "only files of its own folder"],
    ["{{> /etc/passwd}}", "only files of its own folder"],
    ['{{> "..\\..\\passwd"}}', "only files of its own folder"],
    ["{{#if body}}{{> nothing}}{{/if}}", "Known: "],
  ])("of a partial too: %s", async (written, remedy) => {
    const template = await weeklyWith({ letter: (text) => `${text}\n ${written}` });
    const findings = await findingsOf({}, template);
    expect(findings).toEqual([expect.stringContaining(remedy)]);
    expect(places(findings)[0]).toBe(placeOf(template, "letter", "{{> "));
    expect(findings[0]).toMatch(/\[render\/partial-missing\]$/);
  });

  test("of a partial is none when the file brings its own or says what stands for it", async () => {
    const template = await weeklyWith({
      letter: (text) =>
        `{{#*inline "own"}}<!-- x -->{{/inline}}{{> own}}{{#> other}}<!-- y -->{{/other}}{{!-- {{> third}} --}}${text}`,
    });
    expect(await findingsOf({}, template)).toEqual([]);
  });
});

describe("a template that includes itself", () => {
  test.each([
    [
      "directly",
      { letter: "{{> letter}}" },
      /letter\.mjml:1:1 .*letter\.mjml includes itself, without end\./,
    ],
    [
      "through another",
      { letter: "{{> choice}}", choice: "{{> letter}}" },
      /choice\.mjml:1:1 .*letter\.mjml includes itself through choice, without end\./,
    ],
    [
      "from the frame",
      { template: "{{> choice}}", choice: "\n  {{> choice}}" },
      /choice\.mjml:2:3 .* includes itself, without end/,
    ],
    [
      "by a partial of its own",
      { letter: '{{#*inline "x"}}{{> x}}{{/inline}}{{> x}}' },
      /letter\.mjml:1:1 .* includes itself, without end/,
    ],
  ])("%s is told, and does not end the run", async (_, added, sentence) => {
    const changes = Object.entries(added).map(
      ([name, text]) => [name, (old: string) => `${text}${old}`] as const,
    );
    const findings = await findingsOf({}, await weeklyWith(Object.fromEntries(changes)));
    expect(findings).toEqual([expect.stringMatching(sentence)]);
    expect(findings[0]).toMatch(/\[render\/endless\]$/);
  });

  test("a billion times by doubling is stopped", async () => {
    const weekly = await weeklyWith({ letter: (text) => `{{> p0}}${text}` });
    const doubling = Array.from({ length: 30 }, (_, level) => {
      const text = level === 29 ? "x" : `{{> p${level + 1}}}{{> p${level + 1}}}`;
      return [`p${level}`, { name: `p${level}`, file: `parts/p${level}.mjml`, text }] as const;
    });
    const template = { ...weekly, parts: new Map([...weekly.parts, ...doubling]) };
    expect(await findingsOf({}, template)).toEqual([expect.stringContaining("more than 10000 files")]);
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
