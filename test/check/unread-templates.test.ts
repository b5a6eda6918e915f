import { readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { checkIssue } from "../../src/check/check-issue.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";

/*
 * A file of a template that cannot be read, or only in part, keeps nothing else from being looked at, and lets nothing
 * out.
 */

async function checked({ root, config }: TempProject) {
  const [list] = config.lists;
  if (list === undefined) throw new Error("the sample newsletter has no list");
  return checkIssue({ root, fields: config.fields, sender: list.sender }, "issues/hello.yaml");
}

const weekly = "templates/weekly";
const red = `<mj-section><mj-column><mj-text colour="red">{{body}}{{theme.light.ink}}{{words.poll}}</mj-text></mj-column></mj-section>`;

/** Each spoils one file, and what is told of it. */
const faults: readonly (readonly [string, string, (text: string) => string, string])[] = [
  [
    "a bracket in the theme",
    `${weekly}/theme.yaml`,
    (text) => text.replace("colours:", "colours: {"),
    "theme.yaml:5:5 ",
  ],
  ["a theme of nothing", `${weekly}/theme.yaml`, () => "", "theme.yaml:1:1 the file is empty."],
  ["a theme that is a list", `${weekly}/theme.yaml`, () => "- a", 'the theme has no map "fonts"'],
  [
    "a colour that is none",
    `${weekly}/theme.yaml`,
    (text) => text.replace("paper: ", "paper: [x] #"),
    "colours.light.paper is not",
  ],
  [
    "a missing map",
    `${weekly}/theme.yaml`,
    (text) => text.replace("sizes:", "sises:"),
    'Did you mean "sizes"?',
  ],
  ["a bracket in the words", "templates/words/en.yaml", (text) => `${text}x: [`, "templates/words/en.yaml:"],
  [
    "words that are a list",
    "templates/words/en.yaml",
    () => "- a",
    "templates/words/en.yaml:1:1 the words are not a map.",
  ],
  [
    "a word that is missing",
    "templates/words/en.yaml",
    (text) => text.replace(/^sponsor:.*$/m, ""),
    'lack "sponsor"',
  ],
  ["a word of the template", `${weekly}/words/en.yaml`, () => "poll: [", "weekly/words/en.yaml:"],
];

describe("beside what is wrong in MJML", () => {
  test.each(faults)("%s is told, and neither hides the other", async (_, file, spoil, told) => {
    await using project = await tempProject({ hello: issueText() });
    await project.write(file, spoil(await readFile(join(project.root, file), "utf8")));
    await project.write(`${weekly}/blocks/letter.mjml`, red);
    const { problems, editions } = await checked(project);
    const found = problems.map(formatProblem);
    expect(found).toContainEqual(expect.stringContaining(told));
    expect(found.filter((one) => !one.includes(file))).toEqual([
      expect.stringContaining("letter.mjml:1:24 MJML refuses <mj-text>: Attribute colour is illegal."),
    ]);
    expect(editions).toEqual([]);
  });

  test.each(faults)("%s alone is told, and nothing is made", async (_, file, spoil, told) => {
    await using project = await tempProject({ hello: issueText() });
    await project.write(file, spoil(await readFile(join(project.root, file), "utf8")));
    const { problems, editions } = await checked(project);
    const found = problems.map(formatProblem);
    expect(found).toContainEqual(expect.stringContaining(told));
    expect(found.filter((one) => !one.includes(file))).toEqual([]);
    expect(editions).toEqual([]);
  });

  test("a theme, a part and a block that are not there are all told", async () => {
    const more =
      "  - poll:\n      id: a\n      question: Q\n      options: [{id: a, title: A}, {id: b, title: B}]\n";
    await using project = await tempProject({ hello: issueText({ more }) });
    for (const name of ["theme.yaml", "parts/choice.mjml", "blocks/letter.mjml"])
      await rm(join(project.root, weekly, name));
    await symlink("/etc/hostname", join(project.root, weekly, "blocks/letter.mjml"));
    const { problems } = await checked(project);
    expect(problems.map(formatProblem)).toEqual([
      expect.stringContaining("letter.mjml cannot be read: it leads out of the newsletter's folder."),
      expect.stringMatching(
        /poll\.mjml:\d+:\d+ the template includes \{\{> choice\}\}, but there is no such/,
      ),
      expect.stringMatching(
        /poll\.mjml:\d+:\d+ the template includes \{\{> choice\}\}, but there is no such/,
      ),
      expect.stringContaining("theme.yaml cannot be read: there is no such file or folder."),
    ]);
  });
});
