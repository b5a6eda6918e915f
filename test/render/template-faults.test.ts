import { describe, expect, test } from "@jest/globals";
import { readTemplate } from "../../src/render/template/read-template.ts";
import { brief, briefs, feature, letter, line, poll, prose, sponsor } from "../support/issue-builder.ts";
import { findingsOf } from "../support/rendered.ts";
import { weeklyWith } from "../support/template-builder.ts";

describe("a fault in a template is told at its own file, line and column", () => {
  test("an unclosed block", async () => {
    const template = await weeklyWith({
      letter: (text) => `${text}{{#if body}}\n{{#each body}}\n{{/each}}\n`,
    });
    const [finding] = await findingsOf({}, template);
    expect(finding).toMatch(
      /^templates\/weekly\/blocks\/letter\.mjml:8:1 Handlebars cannot read this: \{\{#if\}\} is never closed\./,
    );
  });

  test("a block closed by another name", async () => {
    const template = await weeklyWith({
      letter: (text) => text.replace("{{body}}", "{{#if body}}{{/each}}"),
    });
    const [finding] = await findingsOf({}, template);
    expect(finding).toMatch(
      /letter\.mjml:4:19 Handlebars cannot read this: \{\{#if\}\} is ended by \{\{\/each\}\}\./,
    );
  });

  test("a pair of brackets that says nothing", async () => {
    const template = await weeklyWith({
      letter: (text) => text.replace("      {{body}}", "      {{body}} {{ }}"),
    });
    const [finding] = await findingsOf({}, template);
    expect(finding).toMatch(
      /letter\.mjml:4:19 Handlebars cannot read this: a pair of curly brackets ends too early\./,
    );
  });

  test("a name that does not exist, also of what every object has", async () => {
    const unknown = await weeklyWith({ letter: (text) => text.replace("{{body}}", "{{boddy}}") });
    expect(await findingsOf({}, unknown)).toEqual([
      expect.stringMatching(/letter\.mjml:4:\d+ the template names "boddy", which does not exist here\./),
    ]);
    const inherited = await weeklyWith({
      letter: (text) => text.replace("{{body}}", "{{body}}{{constructor}}{{issue.__proto__}}"),
    });
    expect(await findingsOf({}, inherited)).toEqual([]);
  });

  test("a helper that is not there, such as log", async () => {
    const template = await weeklyWith({ letter: (text) => text.replace("{{body}}", "{{log body}}") });
    const [finding] = await findingsOf({}, template);
    expect(finding).toContain(
      'letter.mjml:4:7 there is no helper "log". The helpers are if, unless, each and with. [render/helper]',
    );
  });

  test("a helper that is mistyped", async () => {
    const template = await weeklyWith({
      letter: (text) => text.replace("{{body}}", "{{#iff body}}{{body}}{{/iff}}"),
    });
    expect(await findingsOf({}, template)).toEqual([
      expect.stringContaining('there is no helper "iff". Did you mean "if"? The helpers are'),
    ]);
  });

  test("a partial that is not there", async () => {
    const template = await weeklyWith({
      letter: (text) => text.replace("{{body}}", "{{body}} {{> ribbon}}"),
    });
    const [finding] = await findingsOf({}, template);
    expect(finding).toMatch(
      /letter\.mjml:4:\d+ the template includes \{\{> ribbon\}\}, but there is no such file\./,
    );
  });

  test("a fault in a partial of a partial names the inner file", async () => {
    const template = await weeklyWith({ choice: (text) => text.replace("{{title}}", "{{titel}}") });
    const [finding] = await findingsOf({ blocks: [poll()] }, template);
    expect(finding).toMatch(/choice\.mjml:2:\d+ the template names "titel"/);
  });

  test("an mj-include, which MJML would drop without a word", async () => {
    const template = await weeklyWith({ letter: (text) => `<mj-include path="a.mjml" />\n${text}` });
    const [finding] = await findingsOf({}, template);
    expect(finding).toMatch(/letter\.mjml:1:1 mj-include is not read/);
  });

  test.each(["{{issue}}", "{{this}}", "{{newsletter.postalAddress}}", "{{theme.light}}"])(
    "a group of values where one is meant: %s",
    async (shown) => {
      const template = await weeklyWith({ letter: (text) => text.replace("{{body}}", `{{body}}${shown}`) });
      expect(await findingsOf({}, template)).toEqual([expect.stringContaining("a whole group of values")]);
    },
  );
});

describe("what MJML refuses", () => {
  test("is told at the partial, with the block that brought it up", async () => {
    const template = await weeklyWith({
      sponsor: (text) => text.replace("<mj-column", '<mj-column colour="red"'),
    });
    const [finding] = await findingsOf({ blocks: [letter("One.\n\nTwo."), sponsor()] }, template);
    expect(finding).toBe(
      "templates/weekly/blocks/sponsor.mjml:2:3 MJML refuses <mj-column>: Attribute colour is illegal. It came up in the sponsor at issues/2025-02-14-test.yaml:80:1. Correct the tag in this file. [render/mjml]",
    );
  });

  test("in a file that a partial includes is told there", async () => {
    const template = await weeklyWith({
      choice: (text) => text.replace("<mj-button", '<mj-button size="1"'),
    });
    const [finding] = await findingsOf({ blocks: [poll()] }, template);
    expect(finding).toMatch(/choice\.mjml:8:1 MJML refuses <mj-button>: .* in the poll at issues/);
  });

  test("outside the blocks is told at the frame", async () => {
    const template = await weeklyWith({
      template: (text) => text.replace("<mj-column>", "<mj-colum>"),
    });
    const [finding] = await findingsOf({}, template);
    expect(finding).toMatch(/template\.mjml:\d+:7 MJML refuses <mj-colum>: Element mj-colum doesn't exist/);
  });
});

describe("what a template loses", () => {
  test("a text that it does not show", async () => {
    const template = await weeklyWith({ origin: (text) => text.replaceAll("{{source}}", "") });
    const items = [brief("Watch", { source: line("Example Daily") })];
    expect(await findingsOf({ blocks: [briefs(...items)] }, template)).toEqual([
      'issues/2025-02-14-test.yaml:1:1 the briefs block says "Example Daily", which is not in its HTML. Make templates/weekly/blocks/briefs.mjml show it, and let no text stand outside mj-text. [render/lost]',
    ]);
  });

  test("a title whose words stand in the body too", async () => {
    const template = await weeklyWith({
      heading: (text) => text.replaceAll("{{title}}", ""),
      briefs: (text) => text.replaceAll("{{title}}", ""),
    });
    const items = [brief("Watch", { body: prose(["Watch out."]) })];
    expect(await findingsOf({ blocks: [briefs(...items)] }, template)).toEqual([
      expect.stringContaining('says "This week in tech"'),
      expect.stringContaining('says "Watch"'),
    ]);
  });

  test("text that MJML drops because it stands outside mj-text", async () => {
    const template = await weeklyWith({
      poll: (text) => text.replace("{{question}}", "").replace("<mj-column>", "<mj-column>{{question}}"),
    });
    expect(await findingsOf({ blocks: [poll()] }, template)).toEqual([
      expect.stringContaining('the poll block says "Whose side are you on?", which is not in its HTML'),
    ]);
  });

  test("a link, a vote or a picture", async () => {
    const template = await weeklyWith({
      choice: (text) => text.replace("{{vote}}", "https://example.org/"),
      feature: (text) => text.replace("{{image.alt}}", "picture").replaceAll('href="{{url}}"', ""),
    });
    const image = { src: "images/picture.png", alt: "Two kings", at: feature().at };
    const blocks = [poll(), feature({ image, url: line("https://example.org/long-read") })];
    const findings = await findingsOf({ blocks }, template);
    expect(findings).toEqual([
      expect.stringContaining("the poll block links to https://example.org/a-link-of-the-reader"),
      expect.stringContaining("the poll block links to https://example.org/a-link-of-the-reader"),
      expect.stringContaining("the feature block links to https://example.org/long-read"),
      expect.stringContaining(
        'the picture "images/picture.png" of the feature block is not in its HTML with its alt text',
      ),
      expect.stringContaining("[render/link-dead]"),
    ]);
  });

  test("a whole block, because the frame has no loop", async () => {
    const template = await weeklyWith({ template: (text) => text.replace("{{> block}}", "") });
    expect(await findingsOf({}, template)).toEqual([
      expect.stringContaining(
        "the letter is not in the HTML: templates/weekly/template.mjml does not set it",
      ),
    ]);
  });

  test("the postal address, the way out, the web version and the preheader", async () => {
    const template = await weeklyWith({
      template: (text) =>
        text
          .replaceAll("{{links.unsubscribe}}", "https://example.org/")
          .replaceAll("{{links.webVersion}}", "https://example.org/")
          .replace("{{issue.preheader}}", "")
          .replace("{{this}}", ""),
    });
    const findings = await findingsOf({}, template);
    expect(findings.map((finding) => /shows no ([^.]+)/.exec(finding)?.[1])).toEqual([
      ...["link to unsubscribe", "link to the web version", "postal address", "preheader"],
    ]);
  });
});

test.each(["http://example.org/", "mailto:desk@example.org", "#top", ""])(
  'a link of the template to "%s" is a Problem at the frame',
  async (url) => {
    const template = await weeklyWith({
      template: (text) => text.replace("{{links.preferences}}", url),
    });
    expect(await findingsOf({}, template)).toEqual([
      `templates/weekly/template.mjml:1:1 templates/weekly/template.mjml makes a link to "${url}", which is not a whole https:// address. Correct it, or put {{#if}} round it if it may be absent. [render/link-dead]`,
    ]);
  },
);

describe("a slot in a template", () => {
  test.each([
    ["a style sheet", "<p>x</p>", "<style>p{color:{{subscriber.city}} }</style>"],
    ["a comment", "<p>x</p>", "<!-- {{subscriber.city}} -->"],
    ["an attribute without quotes", "<p>x</p>", "<p title={{subscriber.city}}>x</p>"],
    ["an inline style", "<p>x</p>", '<p style="color:{{subscriber.city}}">x</p>'],
    ["an event", "<p>x</p>", '<p onclick="{{subscriber.city}}">x</p>'],
    ["the name of a tag", "<p>x</p>", "<p{{subscriber.city}}>x</p>"],
    ["the host of a link", "<p>x</p>", '<a href="https://{{subscriber.city}}/">x</a>'],
  ])("in %s is a Problem", async (_, __, markup) => {
    const weekly = await weeklyWith({ letter: (text) => text.replace("{{body}}", `{{body}}${markup}`) });
    const [finding] = await findingsOf({}, { ...weekly, fields: ["city"] });
    expect(finding).toMatch(/the merge field \{\{city\}\} stands in.* \[render\/slot-(place|begins-url)\]$/);
  });
});

describe("a template folder", () => {
  test("without a partial for a block says so at the block", async () => {
    const weekly = await weeklyWith();
    const parts = new Map([...weekly.parts].filter(([name]) => name !== "poll"));
    const [finding] = await findingsOf({ blocks: [letter("Hi."), poll()] }, { ...weekly, parts });
    expect(finding).toBe(
      "issues/2025-02-14-test.yaml:40:1 the template has no templates/weekly/blocks/poll.mjml, so it cannot set a poll. Add the file, or name another template. [render/partial-missing]",
    );
  });

  test("that is not there says what a template is", async () => {
    await expect(readTemplate("templates/monthly")).rejects.toMatchObject({
      code: "render/template-unreadable",
      message: expect.stringContaining("there is no such file or folder"),
    });
  });
});
