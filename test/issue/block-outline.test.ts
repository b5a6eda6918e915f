import { expect, test } from "@jest/globals";
import { parseIssue } from "../../src/issue/parse-issue.ts";
import { testFields } from "../support/issue-text.ts";

const known = { fields: testFields };
const file = "issues/2026-09-01-quiet.yaml";

test("the outline of an issue has the lines of every block, those too that cannot be read", () => {
  const text = `subject: A quiet week
preheader: What happened in the shop
blocks:
  - letter: |
      Hello {{firstName|there}},

      it was quiet.
  # Tomorrow's.
  - featur:
      title: A press
      body: It prints.
  - briefs:
      items:
        - title: First
  - loose words
  - html:
      body: |
        <p class="x">
        Set by <b>hand</b></p>
  - divider:
date: 2026-09-01
status: ready
`;
  const { outline } = parseIssue({ file, text }, known);
  expect(outline?.map(({ kind, words, at, endLine }) => [kind, words, at.line, endLine])).toEqual([
    ["letter", "Hello {{firstName|there}},", 4, 9],
    ["featur", "A press", 9, 12],
    ["briefs", "First", 12, 15],
    ["", "loose words", 15, 16],
    ["html", "Set by hand", 16, 20],
    ["divider", "", 20, 21],
  ]);
});

test("the last block of a file goes on to its end", () => {
  const text = "subject: A\nblocks:\n  - letter: Hello\n";
  const { outline } = parseIssue({ file, text }, known);
  expect(outline).toEqual([{ kind: "letter", words: "Hello", at: { file, line: 3, column: 5 } }]);
});

test("a file that says nothing has no outline", () => {
  expect(parseIssue({ file, text: "" }, known).outline ?? []).toEqual([]);
  expect(parseIssue({ file, text: "blocks: none\n" }, known).outline).toEqual([]);
});
