import { describe, expect, test } from "@jest/globals";
import { brief, briefs, letter } from "../support/issue-builder.ts";
import { findingsOf } from "../support/rendered.ts";
import { weeklyWith } from "../support/template-builder.ts";

/*
 * Templates that are made to hurt, or that no person would write: each ends with a Problem, soon. What takes minutes
 * here fails by the time that every test has.
 */

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
    expect(findings.filter((one) => one.endsWith("[render/endless]"))).toEqual([
      expect.stringMatching(sentence),
    ]);
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

describe("a file of a template with more of something than a person writes", () => {
  const whole = (sign: string) => sign.repeat(Math.floor((250 * 1024) / sign.length));
  test.each([
    ["<p>", "1:12001", "4000 tags"],
    ["</p>", "1:16001", "4000 tags"],
    ["<p></p>", "1:14001", "4000 tags"],
    ["<!--", "1:16001", "4000 tags"],
    ["<mj-section></mj-section>", "1:50001", "4000 tags"],
    ["{{", "1:4001", "2000 pairs of curly brackets"],
    ["{{body}}", "1:16001", "2000 pairs of curly brackets"],
    ["{{#if body}}", "1:24001", "2000 pairs of curly brackets"],
    ["{{{", "1:4001", "2000 pairs of curly brackets"],
    ["{{> nope}}", "1:20001", "2000 pairs of curly brackets"],
    ["{{!", "1:6001", "2000 pairs of curly brackets"],
  ])("is told where it is too much, and not looked at: 250 KB of %s", async (sign, place, most) => {
    const found = await findingsOf({}, await weeklyWith({ letter: () => whole(sign) }));
    expect(found).toEqual([
      `templates/weekly/blocks/letter.mjml:${place} the file has more than ${most}. Divide it, or write less. [render/too-much]`,
    ]);
  });

  test.each([
    ["{{#if body}}", 1900, /1:1 .*\{\{#if\}\} is never closed/],
    ["{{nope}}", 1900, /1:3 .*"nope"/],
    ["{{> nope}}", 1900, /1:1 .*\{\{> nope\}\}/],
    ["{{issue}}", 1900, /1:1 .*a whole group of values/],
    ['<a b="', 3900, /1:1 .*a quote in the tag <a> is opened/],
    ["<mj-text>", 3900, /1:901 .*stands inside of a hundred others/],
    ["<b>", 3900, /1:301 .*stands inside of a hundred others/],
    ["</b>", 3900, /1:1 .*<\/b> closes nothing/],
    ["<mj-image />", 3900, /1:1 .*has no "src"/],
  ])("and of a little less the first faults are told: %s", async (sign, times, first) => {
    const found = await findingsOf({}, await weeklyWith({ letter: () => sign.repeat(times) }));
    expect(found.some((one) => first.test(one))).toBe(true);
    expect(found.length).toBeLessThan(120);
  });

  test("that goes through a list in itself again and again is stopped", async () => {
    const loops = `${"{{#each @root.newsletter.postalAddress}}".repeat(30)}x${"{{/each}}".repeat(30)}`;
    const found = await findingsOf({}, await weeklyWith({ letter: (text) => `${loops}${text}` }));
    expect(found).toEqual([
      "templates/weekly/blocks/letter.mjml:1:1 the template goes through its lists more than 100000 times. Include less. [render/endless]",
    ]);
  });

  test("that makes megabytes of a letter is stopped", async () => {
    const many = (text: string) => `${"{{> many}}".repeat(1000)}${text}`;
    const weekly = await weeklyWith({ letter: many });
    const part = { name: "many", file: "parts/many.mjml", text: "{{body}}" };
    const template = { ...weekly, parts: new Map([...weekly.parts, ["many", part]]) };
    expect(await findingsOf({ blocks: [letter("word ".repeat(1000))] }, template)).toEqual([
      "templates/weekly/blocks/letter.mjml:1:1 the template makes more than 2 MB of this file. Show less, or show it less often. [render/too-much]",
    ]);
  });

  test("of one mistake in each of many blocks tells the first and counts the others", async () => {
    const titles = Array.from({ length: 60 }, (_, number) => `{{wrong${number}}}`).join("");
    const template = await weeklyWith({ briefs: (text) => `${titles}${text}` });
    const found = await findingsOf({ blocks: [briefs(brief("Watch"))] }, template);
    expect(found).toHaveLength(21);
    expect(found.at(-1)).toContain("more are like this in the file. Mend those above");
  });
});
