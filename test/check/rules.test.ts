import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import type { Rule } from "../../src/check/rule.ts";
import { rules } from "../../src/check/rules/all.ts";
import { gmailClip } from "../../src/check/rules/gmail-clip.ts";
import { gmailStyleSheets } from "../../src/check/rules/gmail-styles.ts";
import { inboxLine } from "../../src/check/rules/inbox-line.ts";
import { type Edition, editionOf } from "../../src/model/edition.ts";
import { field, type GivenIssue, issue, line, selection, sender } from "../support/issue-builder.ts";
import { fieldSlot } from "../support/message-builder.ts";

function editionWith(html: Edition["html"]): Edition {
  const words = { subject: ["A subject"], preheader: ["A preheader"], text: ["Hello."], attachments: [] };
  return editionOf({ variant: "all", language: "en", ...words, html });
}

function findings(rule: Rule, given: { issue?: GivenIssue; html?: Edition["html"] }): readonly string[] {
  const edition = editionWith(given.html ?? ["<p>Hello.</p>"]);
  const whole = issue(given.issue ?? {});
  const selected = selection(given.issue ?? {});
  const found = rule.check({ issue: whole, selection: selected, edition, sender: sender() });
  return found.map((one) => `${one.severity} ${formatProblem(one)}`);
}

test("each rule has an id of its own, which is the code of its findings", () => {
  const ids = rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^check\/[a-z]+(?:-[a-z]+)*$/);
});

describe("Gmail's limit", () => {
  const most = 102_400;

  test("is kept by a mail of exactly that many bytes, and not by one more", () => {
    expect(findings(gmailClip, { html: ["x".repeat(most)] })).toEqual([]);
    expect(findings(gmailClip, { html: ["x".repeat(most + 1)] })).toEqual([
      `error issues/2025-02-14-test.yaml:1:1 the mail can have ${most + 1} bytes of HTML, and Gmail cuts it off after ${most}. Shorten the issue, or send its end as a link. [check/gmail-clip]`,
    ]);
  });

  test("counts bytes, not characters", () => {
    expect(findings(gmailClip, { html: ["é".repeat(most / 2)] })).toEqual([]);
    expect(findings(gmailClip, { html: ["é".repeat(most / 2 + 1)] })).toHaveLength(1);
  });

  test("counts each slot as the longest value that a reader can have", () => {
    const slots = [fieldSlot("firstName", "text"), "x", fieldSlot("firstName", "text")];
    expect(findings(gmailClip, { html: ["x".repeat(most - 1 - 2 * 1200), ...slots] })).toEqual([]);
    expect(findings(gmailClip, { html: ["x".repeat(most - 2 * 1200), ...slots] })).toHaveLength(1);
  });
});

describe("Gmail's limit for style sheets", () => {
  const most = 16_384;
  const sheets = (...sizes: readonly number[]) =>
    sizes.map(
      (size) => `<style type="text/css">${"x".repeat(size)}</style><!--<style>for Outlook</style>-->`,
    );

  test("is kept by sheets that have that many bytes together, and not by one more", () => {
    expect(findings(gmailStyleSheets, { html: sheets(most - 100, 100) })).toEqual([]);
    expect(findings(gmailStyleSheets, { html: sheets(most - 100, 101) })).toEqual([
      `warning issues/2025-02-14-test.yaml:1:1 the style sheets of the mail have ${most + 1} bytes, and Gmail reads none that are longer than ${most}. Take rules out of the template's <mj-style>, or write them at the elements. [check/gmail-styles]`,
    ]);
  });
});

describe("the line in the inbox", () => {
  const good = { subject: line("x".repeat(60)), preheader: line("x".repeat(30)) };

  test("is an error where readers of whom nothing is known get an empty subject", () => {
    const subject = line(field("firstName", ""));
    expect(findings(inboxLine, { issue: { ...good, subject } })).toEqual([
      "error issues/2025-02-14-test.yaml:1:1 the subject is empty for readers of whom nothing is known. Write more than a merge field, or a fallback that is not empty. [check/inbox-line]",
    ]);
  });

  test("is good with a subject of 60 characters and a preheader of 30", () => {
    expect(findings(inboxLine, { issue: good })).toEqual([]);
  });

  test("warns of a subject of 61, without stopping a send", () => {
    expect(findings(inboxLine, { issue: { ...good, subject: line("x".repeat(61)) } })).toEqual([
      "warning issues/2025-02-14-test.yaml:1:1 the subject has 61 characters; phones show about 40. Shorten it. [check/inbox-line]",
    ]);
  });

  test("warns of a preheader of 29", () => {
    expect(findings(inboxLine, { issue: { ...good, preheader: line("x".repeat(29)) } })).toEqual([
      expect.stringMatching(/^warning .* the preheader has 29 characters; .* \[check\/inbox-line\]$/),
    ]);
  });

  test("counts a character outside the first plane once, and a merge field as its fallback", () => {
    const subject = line("𝒜".repeat(55), field("firstName", "there"));
    expect(findings(inboxLine, { issue: { ...good, subject } })).toEqual([]);
  });
});
