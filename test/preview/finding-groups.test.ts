import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { problem } from "../../src/base/problem.ts";
import { markdownInLine } from "../../src/model/noticed/markdown-in-line.ts";
import { finding } from "../../src/model/rule.ts";
import { openDesk } from "../../src/preview/desk/desk.ts";
import { findingGroups } from "../../src/preview/page/finding-groups.ts";
import { effects, whatReadersSee } from "../../src/preview/page/what-readers-see.ts";
import { issueText, tempProject } from "../support/temp-project.ts";

const id = "2026-09-01-quiet";
const file = `issues/${id}.yaml`;
const at = { file, line: 1, column: 1 };
const quote = (words: string) => `  - quote:\n      body: ${words}\n`;

describe("the groups of findings", () => {
  test("keep to their blocks in the last good mail while the file is broken and its blocks have moved", async () => {
    const more = quote("First.") + quote("Second.");
    await using project = await tempProject({ [id]: issueText({ more }) });
    const desk = openDesk(project.config);
    const groups = async () => {
      const open = await desk.open(id, "");
      if (open === undefined) throw new Error("the issue is there");
      const blocks = findingGroups(open, "all").flatMap(({ block, findings }) =>
        block === undefined ? [] : [[block.words, block.extent, findings.length]],
      );
      return { isStale: open.isStale, blocks };
    };
    expect(await groups()).toEqual({
      isStale: false,
      blocks: [
        ["Hello {{firstName|there}},", 0, 0],
        ["First.", 1, 0],
        ["Second.", 2, 0],
      ],
    });
    await project.write(file, issueText({ letter: "{{fistName}}", more: quote("New.") + more }));
    expect(await groups()).toEqual({
      isStale: true,
      blocks: [
        ["Hello {{firstName|there}},", 0, 1],
        ["New.", undefined, 0],
        ["First.", 1, 0],
        ["Second.", 2, 0],
      ],
    });
  });

  test("have no block in the mail of readers who do not get it", async () => {
    const more = "  - quote:\n      lang: de\n      body: Hallo.\n";
    await using project = await tempProject({ [id]: issueText({ more }) });
    const open = await openDesk(project.config).open(id, "");
    if (open?.proof === undefined) throw new Error("the issue is sound");
    const extents = open.proof.editions.map(({ variant }) =>
      findingGroups(open, variant).flatMap(({ block }) => (block === undefined ? [] : [block.extent])),
    );
    expect(extents).toHaveLength(2);
    expect(extents).toContainEqual([0, 1]);
    expect(extents).toContainEqual([0, undefined]);
  });
});

describe("a finding of an issue whose file is named after the configuration", () => {
  test("is one of its block", async () => {
    const about = "2026-09-01-about-letterpress";
    await using project = await tempProject({ [about]: issueText({ letter: "{{fistName}}" }) });
    const open = await openDesk(project.config).open(about, "");
    if (open === undefined) throw new Error("the issue is there");
    const found = findingGroups(open, "all").filter(({ findings }) => findings.length > 0);
    expect(found.map(({ key }) => key)).toEqual(["block-0"]);
  });
});

describe("what readers see of a finding", () => {
  test("is said of codes that there are", async () => {
    const source = join(import.meta.dirname, "../../src");
    const files = (await readdir(source, { recursive: true })).filter((name) => name.endsWith(".ts"));
    const texts = await Promise.all(
      files
        .filter((name) => !name.includes("what-readers-see"))
        .map((name) => readFile(join(source, name), "utf8")),
    );
    const all = texts.join("\n");
    const gone = Object.keys(effects).filter((code) => {
      const [, name = ""] = code.split("/");
      return !all.includes(`"${code}"`) && !all.includes(`"${name}"`);
    });
    expect(gone).toEqual([]);
  });

  test("is that nobody gets the mail, of an error that has no words of its own", () => {
    expect(whatReadersSee(problem(at, "yaml/syntax", "this is no YAML."))).toBe(
      "Readers get nothing: an issue with an error is not sent.",
    );
  });

  test("is not said twice when the finding says it", () => {
    const found = finding(at, markdownInLine, 'readers see "**" as it stands.', "");
    expect(whatReadersSee(found)).toBeUndefined();
    const odd = { ...markdownInLine, id: "constructor" };
    expect(whatReadersSee(finding(at, odd, "odd.", ""))).toBe("Readers get the mail as it is shown here.");
  });
});
