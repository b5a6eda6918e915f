import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { formatProblem, isError } from "../../src/base/problem.ts";
import { type CheckedIssue, checkIssue } from "../../src/check/check-issue.ts";
import { pngPicture } from "../support/pictures.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const frame = "templates/weekly/template.mjml";

async function check(project: TempProject, file = "issues/hello.yaml"): Promise<CheckedIssue> {
  const { root, config } = project;
  const [list] = config.lists;
  if (list === undefined) throw new Error("the sample newsletter has no list");
  return checkIssue({ root, fields: config.fields, sender: list.sender }, file);
}

function said({ problems }: CheckedIssue): readonly string[] {
  return problems.map(formatProblem);
}

async function changeFrame(project: TempProject, from: string, to: string): Promise<void> {
  const text = await readFile(join(project.root, frame), "utf8");
  if (!text.includes(from)) throw new Error(`the template has no ${from}`);
  await project.write(frame, text.replace(from, to));
}

describe("checking an issue", () => {
  test("finds nothing in the sample, and leaves it far from Gmail's limit", async () => {
    await using project = await tempProject();
    await cp(join(repository, "issues"), join(project.root, "issues"), { recursive: true });
    const checked = await check(project, "issues/2025-02-14-musk-vs-altman.yaml");
    expect(said(checked)).toEqual([]);
    expect(checked.editions).toHaveLength(1);
    expect(checked.sizes.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(45_000);
  });

  test("gives the issue and its edition when there is nothing to say", async () => {
    await using project = await tempProject({ hello: issueText() });
    const checked = await check(project);
    expect(checked).toMatchObject({ file: "issues/hello.yaml", issue: { id: "hello" }, problems: [] });
    expect(checked.editions.map(({ variant }) => variant)).toEqual(["all"]);
    expect(checked.sizes.map(({ kind }) => kind)).toEqual(["letter", "frame"]);
  });

  test("names the pictures that must be online, of all variants and each once, while there is no error", async () => {
    const of = (src: string, more = "") => `  - image: { src: ${src}, alt: A press${more} }\n`;
    const more = of("a.png") + of("b.png", ", only: tag member") + of("a.png");
    await using project = await tempProject({
      hello: issueText({ more }),
      faulty: issueText({ more, letter: "Hello {{fistName}}." }),
    });
    for (const name of ["a", "b"]) await project.write(`issues/${name}.png`, pngPicture(name.length, 2));
    const { root, config } = project;
    const [list] = config.lists;
    if (list === undefined) throw new Error("the sample newsletter has no list");
    const context = { root, fields: config.fields, tags: ["member"], lists: [], sender: list.sender };
    const hosted = { ...context, hosting: "hosted" as const };
    const { assets, editions } = await checkIssue(hosted, "issues/hello.yaml");
    expect(editions).toHaveLength(2);
    expect(assets.map(({ path }) => path.slice(0, 9))).toEqual(["assets/b-", "assets/a-"].sort());
    expect((await checkIssue(hosted, "issues/faulty.yaml")).assets).toEqual([]);
    expect((await checkIssue(context, "issues/hello.yaml")).assets).toEqual([]);
  });

  test("tells a misspelt template at its line, with the name that was meant", async () => {
    const text = issueText().replace("status: ready", "status: ready\ntemplate: wekly");
    await using project = await tempProject({ hello: text });
    expect(said(await check(project))).toEqual([
      'issues/hello.yaml:6:11 there is no template "wekly" in templates/. Did you mean "weekly"? [check/unknown-template]',
    ]);
  });

  test("tells a language that the template has no words in, at its line", async () => {
    const text = issueText().replace("status: ready", "status: ready\nlanguage: nl");
    await using project = await tempProject({ hello: text });
    const checked = await check(project);
    expect(said(checked)).toEqual([
      'issues/hello.yaml:6:11 the template weekly has no words in "nl". Add templates/words/nl.yaml and templates/weekly/words/nl.yaml, or write one of these: ar, de, en, es, fr, ja. [render/language]',
    ]);
    expect(checked.editions).toEqual([]);
  });

  test("tells everything that is wrong with the theme and the words of a template at once", async () => {
    await using project = await tempProject({ hello: issueText() });
    const spoil = async (path: string, from: string, to: string) =>
      project.write(path, (await readFile(join(project.root, path), "utf8")).replace(from, to));
    await spoil("templates/weekly/theme.yaml", "    accent: ", "    axcent: ");
    await spoil("templates/words/de.yaml", '"Abstimmen"', '""');
    await spoil("templates/weekly/words/fr.yaml", "poll", "pool");
    expect(said(await check(project))).toEqual([
      expect.stringMatching(/^templates\/weekly\/theme\.yaml:10:5 .* \[render\/theme\]$/),
      'templates/weekly/words/fr.yaml:3:1 no other language has a word "pool". Did you mean "poll"? If not, add it to ar, de, en, es, ja too. [render/word-unknown]',
      'templates/words/de.yaml:8:7 "vote" is empty. Write the word. [render/word]',
    ]);
  });

  test("renders nothing when the issue itself is wrong, and names it from the newsletter's folder", async () => {
    await using project = await tempProject({ hello: issueText({ letter: "{{fristName|x}}" }) });
    const checked = await check(project);
    expect(said(checked)).toEqual([
      expect.stringMatching(
        /^issues\/hello\.yaml:10:7 "fristName" is not a field.* \[issue\/unknown-field\]$/,
      ),
    ]);
    expect(checked).toMatchObject({ editions: [] });
  });

  test("names a faulty file of the template from the newsletter's folder too", async () => {
    await using project = await tempProject({ hello: issueText() });
    await changeFrame(project, "{{newsletter.name}}", "{{newsletter.nmae}}");
    const checked = await check(project);
    expect(said(checked)[0]).toMatch(/^templates\/weekly\/template\.mjml:\d+:\d+ the template names "nmae"/);
    expect(said(checked).join()).not.toContain(project.root);
    expect(checked.editions).toEqual([]);
  });

  test("finds a field of the template that subscribers do not have, and which one was meant", async () => {
    await using project = await tempProject({ hello: issueText() });
    await changeFrame(project, "{{newsletter.name}}", "{{newsletter.name}} {{subscriber.fristName}}");
    const before = (await readFile(join(project.root, frame), "utf8")).split("subscriber.fristName")[0] ?? "";
    const place = `${before.split("\n").length}:${(before.split("\n").at(-1) ?? "").length + 1}`;
    expect(said(await check(project))).toEqual([
      `${frame}:${place} the template shows "{{subscriber.fristName}}", and subscribers have no such field. Did you mean "firstName"? [check/template-field]`,
    ]);
    await changeFrame(project, "fristName", "firstName");
    expect(said(await check(project))).toEqual([]);
  });

  test("tells such a field alone, and not also what it took the place of", async () => {
    await using project = await tempProject({ hello: issueText() });
    const part = "templates/weekly/blocks/letter.mjml";
    const text = await readFile(join(project.root, part), "utf8");
    await project.write(part, text.replace("{{body}}", "{{subscriber.fristName}}"));
    expect(said(await check(project))).toEqual([expect.stringContaining("[check/template-field]")]);
    await project.write(part, text.replace("{{body}}", "{{subscriber.firstName}}"));
    expect(said(await check(project))).toEqual(Array(2).fill(expect.stringContaining("[render/lost]")));
  });

  test("runs the rules: a warning leaves the edition, and the findings are in reading order", async () => {
    const subject = `A ${"very ".repeat(12)}quiet week`;
    await using project = await tempProject({ hello: issueText({ subject }) });
    await changeFrame(project, "{{newsletter.name}}", "{{newsletter.name}} {{subscriber.fristName}}");
    const checked = await check(project);
    expect(checked.problems.map(({ code }) => code)).toEqual([
      "check/subject-length",
      "check/template-field",
    ]);
    expect(checked.problems.map(isError)).toEqual([false, true]);
    expect(checked.editions).toHaveLength(1);
  });

  test("finds a mail that Gmail would cut off", async () => {
    const more = "  - letter: |\n      x\n"
      .replace("x", "A hundred thousand letters. ".repeat(1900))
      .repeat(2);
    await using project = await tempProject({ hello: issueText({ more }) });
    expect((await check(project)).problems.map(({ code }) => code)).toEqual(["check/gmail-clip"]);
  });

  test("tells at its line a template that cannot be read, and throws when there is no such issue", async () => {
    await using project = await tempProject({
      hello: issueText().replace("status: ready", "status: ready\ntemplate: monthly"),
    });
    await rm(join(project.root, "templates"), { recursive: true });
    expect(said(await check(project))).toEqual([
      expect.stringMatching(
        /^issues\/hello\.yaml:6:11 templates\/monthly\/template\.mjml cannot be read: there is no such file or folder\..*\[render\/template-unreadable\]$/,
      ),
    ]);
    await expect(check(project, "issues/none.yaml")).rejects.toMatchObject({ code: "issue/unreadable" });
  });
});
