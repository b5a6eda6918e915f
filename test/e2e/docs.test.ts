import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { expect, test } from "@jest/globals";
import { anchorsOf, sectionOf } from "../../src/cli/docs/sections.ts";
import { readText } from "../architecture/read-repository.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { root } from "../support/program.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { tempFolder } from "../support/temp-folder.ts";

test("docs lists every page with who reads it, and prints one whole, from any folder", async () => {
  await using folder = await tempFolder();
  const listed = await letterpressHere(folder.path, "docs");
  expect(listed.code).toBe(0);
  for (const words of [
    "For editors",
    "  writing ",
    "  dkim ",
    "  config ",
    "  glossary ",
    "For template authors",
  ])
    expect(listed.out).toContain(words);
  expect(listed.out.match(/^ {2}issue-format /gm)).toHaveLength(1);
  const printed = await letterpressHere(folder.path, "docs", "dkim");
  expect(printed).toMatchObject({ code: 0, out: readText("docs/dkim.md"), err: "" });
});

test("docs takes a page as another one links to it, prints what is below a heading, and says where it lies", async () => {
  const section = await letterpressHere(root, "docs", "docs/delivery.md#the-pace");
  expect(section.out.startsWith("## The pace\n")).toBe(true);
  expect(section.out.match(/^## /gm)).toHaveLength(1);
  expect(readText("docs/delivery.md")).toContain(section.out);
  expect((await letterpressHere(root, "docs", "config", "--path")).out).toBe("docs/reference/config.md\n");
  await using folder = await tempFolder();
  const elsewhere = (await letterpressHere(folder.path, "docs", "config", "--path")).out.trim();
  expect([isAbsolute(elsewhere), existsSync(elsewhere)]).toEqual([true, true]);
});

test("docs prints what a rule looks for, with an example of both sides, as check names it", async () => {
  await using project = await tempProject({
    quiet: issueText({ letter: "See [it](http://letters.net/a)." }),
  });
  const checked = await letterpressHere(project.root, "check");
  expect(checked.err).toContain("What a rule looks for: npx letterpress docs issue/link-http");
  const [report] = JSON.parse((await letterpressHere(project.root, "check", "--json")).out);
  expect(report.problems).toEqual([
    expect.objectContaining({ code: "issue/link-http", docs: "npx letterpress docs issue/link-http" }),
  ]);
  const { out } = await letterpressHere(project.root, "docs", "issue/link-http");
  expect(out.startsWith("## issue/link-http\nReaders can be watched")).toBe(true);
  expect(out.match(/^```yaml$/gm)).toHaveLength(2);
  expect(out).toContain("See [the press](https://letters.net/press)");
  await project.write("issues/quiet.yaml", issueText());
  const sound = await letterpressHere(project.root, "check");
  expect(sound.err).not.toContain("What a rule looks for");
});

test("check names the rule of the first error, also behind warnings", async () => {
  const letter = "See [a](https://bit.ly/3xYz). And [b](http://letters.net/a).";
  await using project = await tempProject({ both: issueText({ letter }) });
  const warned = await letterpressHere(project.root, "check");
  expect(warned.err).toContain(
    "0 errors, 2 warnings\nWhat a rule looks for: npx letterpress docs check/link-shortener",
  );
  await project.write(
    "letterpress.yaml",
    `${readText("letterpress.yaml")}check: { issue/link-http: error }\n`,
  );
  const refused = await letterpressHere(project.root, "check");
  expect(refused.err).toContain(
    "1 error, 1 warning\nWhat a rule looks for: npx letterpress docs issue/link-http",
  );
});

test("docs says which page or heading was meant", async () => {
  expect(await letterpressHere(root, "docs", "dikm")).toMatchObject({
    code: 2,
    err: expect.stringContaining('no page "dikm". Did you mean "dkim"? [use/no-page]'),
  });
  expect(await letterpressHere(root, "docs", "delivery#the-pac")).toMatchObject({
    code: 2,
    err: expect.stringContaining('no heading "the-pac". Did you mean "the-pace"? [use/no-heading]'),
  });
});

test("docs says of an error of form that it is no rule", async () => {
  expect(await letterpressHere(root, "docs", "yaml/invisible")).toMatchObject({
    code: 2,
    err: expect.stringContaining(
      'No rule is named "yaml/invisible". If a finding bears that name, it is an error of form, which is no rule: the finding says all there is. All rules: npx letterpress docs each-rule [use/no-rule]',
    ),
  });
});

test("what looks like a heading in code is none", () => {
  const page = "# One\n```sh\n# two\n```\n## Three\ntext\n### Four\nmore\n## Five\n";
  expect(anchorsOf(page)).toEqual(["one", "three", "four", "five"]);
  expect(sectionOf(page, "three")).toBe("## Three\ntext\n### Four\nmore\n");
  expect(sectionOf(page, "two")).toBeUndefined();
});
