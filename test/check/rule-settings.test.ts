import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { checkIssue } from "../../src/check/check-issue.ts";
import { checkContext } from "../../src/config/check-context.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";

const short = "See [the words](https://bit.ly/3xYz).";

/** What `check` says, a line each, with `lines` at the end of letterpress.yaml. */
async function said(project: TempProject, ...lines: readonly string[]): Promise<readonly string[]> {
  const file = join(project.root, "letterpress.yaml");
  const before = (await readFile(file, "utf8")).replace(/\n# set:\n[\s\S]*$/, "");
  await project.write("letterpress.yaml", [before, "# set:", ...lines, ""].join("\n"));
  const { config, problems } = await readConfig(project.root);
  if (config?.lists[0] === undefined) return problems.map(formatProblem);
  const checked = await checkIssue(checkContext(config, config.lists[0]), "issues/hello.yaml");
  return checked.problems.map((one) => `${one.severity} ${formatProblem(one)}`);
}

describe("what letterpress.yaml says of rules", () => {
  test("turns them off, and makes them worse or less bad", async () => {
    await using project = await tempProject({ hello: issueText({ letter: short }) });
    expect(await said(project)).toEqual([expect.stringMatching(/^warning .*\[check\/link-shortener\]$/)]);
    expect(await said(project, "check:", "  check/link-shortener: ignore")).toEqual([]);
    expect(await said(project, "check:", "  check/link-shortener: error")).toEqual([
      expect.stringMatching(/^error .*\[check\/link-shortener\]$/),
    ]);
  });

  test("is told when there is no such rule, with the one that was meant", async () => {
    await using project = await tempProject({ hello: issueText() });
    expect(await said(project, "check:", "  check/link-shortner: ignore")).toEqual([
      expect.stringMatching(
        /^error letterpress\.yaml:\d+:3 there is no rule "check\/link-shortner"\. Did you mean "check\/link-shortener"\? \[check\/unknown-rule\]$/,
      ),
    ]);
    expect(await said(project, "check:", "  shortener: ignore")).toEqual([
      expect.stringContaining('"shortener" is not the name of a rule'),
    ]);
    expect(await said(project, "check:", "  check/link-shortener: loud")).toEqual([
      expect.stringContaining('cannot be "loud"'),
    ]);
  });
});

describe("what an issue waives", () => {
  const waive = (rule: string) => `waive:\n  - { rule: ${rule}, reason: The sponsor counts by it. }\n`;

  test("is not told any more", async () => {
    const text = issueText({ letter: short });
    await using project = await tempProject({ hello: waive("check/link-shortener") + text });
    expect(await said(project)).toEqual([]);
  });

  test("is told when nothing is there to be waived, but not while the issue has errors", async () => {
    await using project = await tempProject({ hello: waive("check/link-shortener") + issueText() });
    expect(await said(project)).toEqual([
      'warning issues/hello.yaml:2:5 nothing in this issue is "check/link-shortener". Take the waiver out: it would hide what comes later. [check/waiver]',
    ]);
    const broken = issueText({ letter: "Hello {{fistName}}." });
    await project.write("issues/hello.yaml", waive("check/link-shortener") + broken);
    expect(await said(project)).toEqual([expect.stringMatching(/^error .*\[issue\/unknown-field\]$/)]);
  });

  test("cannot be an error", async () => {
    const text = issueText({ letter: "Hello {{fistName}}." });
    await using project = await tempProject({ hello: waive("issue/unknown-field") + text });
    expect(await said(project)).toEqual([
      expect.stringMatching(/^warning .*:2:5 "issue\/unknown-field" is an error here.*\[check\/waiver\]$/),
      expect.stringMatching(/^error .*\[issue\/unknown-field\]$/),
    ]);
  });

  test("needs a reason", async () => {
    const text = `waive: [{ rule: check/link-shortener }]\n${issueText()}`;
    await using project = await tempProject({ hello: text });
    expect(await said(project)).toEqual([expect.stringContaining('has no "reason"')]);
  });
});
