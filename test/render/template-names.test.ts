import { describe, expect, test } from "@jest/globals";
import type { Template } from "../../src/render/template/template.ts";
import { brief, briefs, feature, letter, line, poll } from "../support/issue-builder.ts";
import { findingsOf } from "../support/rendered.ts";
import { weeklyWith } from "../support/template-builder.ts";

/*
 * Names of values and of files that do not exist: told with the one that was meant.
 */

const places = (findings: readonly string[]) => findings.map((one) => /^\S+/.exec(one)?.[0]);

/** The place of the last `sign` in a file of the template, as findings name it. */
function placeOf(template: Template, name: string, sign: string): string {
  const part = name === "template" ? template.frame : template.parts.get(name);
  const before = (part?.text ?? "").slice(0, part?.text.lastIndexOf(sign)).split("\n");
  return `${part?.file}:${before.length}:${(before.at(-1) ?? "").length + 1}`;
}

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

describe("a name whose value an include hands over", () => {
  test.each([
    ["letter", "{{> label says=words.pol}}", "1:16", 'names "pol"', 'Did you mean "poll"?'],
    ["letter", "{{> label says=wrds.poll}}", "1:16", 'names "wrds"', 'Did you mean "words"?'],
    ["letter", '\n{{> "label" above="1px" says=boddy}}', "2:30", 'names "boddy"', 'Did you mean "body"?'],
    ["briefs", "{{#each items}}{{> label says=@root.words.pol}}{{/each}}", "1:31", "pol", 'mean "poll"?'],
    ["briefs", "{{#each items}}{{> label says=titel}}{{/each}}", "1:31", '"titel"', 'Did you mean "title"?'],
  ])("is told when it does not exist: in %s %j", async (name, written, place, message, remedy) => {
    const template = await weeklyWith({ [name]: (text) => `${written}${text}` });
    const found = await findingsOf({ blocks: [letter("Hi."), briefs(brief("Watch"))] }, template);
    const told = found.filter((one) => one.includes("render/template-name"));
    expect(told).toEqual([expect.stringContaining(message)]);
    expect(told[0]).toContain(`${template.parts.get(name)?.file}:${place} `);
    expect(told[0]).toContain(remedy);
  });

  test.each([
    ["letter", '<mj-raw>{{> label says=words.poll above="1px"}}{{> label says=body}}</mj-raw>'],
    ["briefs", "<mj-raw>{{#each items}}{{> label says=source}}{{> label says=number}}{{/each}}</mj-raw>"],
    ["briefs", "<mj-raw>{{#each items as |item|}}{{> label says=item.title}}{{/each}}</mj-raw>"],
  ])("and not when it does: in %s %j", async (name, written) => {
    const template = await weeklyWith({
      [name]: (text) => `${written}${text}`,
      label: () => "{{says}}",
    });
    const found = await findingsOf({ blocks: [letter("Hi."), briefs(brief("Watch"))] }, template);
    expect(found.filter((one) => one.includes("render/template-name"))).toEqual([]);
  });
});
