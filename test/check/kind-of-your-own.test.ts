import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { checkIssue } from "../../src/check/check-issue.ts";
import { checkContext } from "../../src/config/check-context.ts";
import { chooseList } from "../../src/cli/newsletter.ts";
import { readText } from "../architecture/read-repository.ts";
import { codeBlocks } from "../support/code-blocks.ts";
import { shippedTemplates } from "../support/shipped-templates.ts";
import { issueText, tempProject } from "../support/temp-project.ts";

const [, section = ""] = readText("docs/templates.md").split("## A kind of your own\n");
const [mjml = ""] = codeBlocks(section, "mjml");
const [rules = "", block = ""] = codeBlocks(section, "yaml");

describe("The kind of block that docs/templates.md makes", () => {
  test.each(shippedTemplates())("is read, rendered and complete in the template %s", async (template) => {
    await using project = await tempProject();
    const folder = `templates/${template}/blocks`;
    expect(await readdir(join(project.root, folder))).not.toContain("event.mjml");
    await mkdir(join(project.root, folder), { recursive: true });
    // As the guide says: where blocks stand in a column, the file holds the text alone.
    const partial = template === "letter" ? (/<mj-text[\s\S]*<\/mj-text>/.exec(mjml)?.[0] ?? "") : mjml;
    await project.write(`${folder}/event.mjml`, partial);
    await project.write(`${folder}/event.schema.yaml`, rules);
    const file = "issues/2026-09-01-event.yaml";
    await project.write(file, `template: ${template}\n${issueText({ more: block })}`);
    const context = checkContext(project.config, chooseList(project.config, undefined));
    const { problems, editions, issue } = await checkIssue(context, file);
    expect(problems.map(formatProblem)).toEqual([]);
    expect(issue?.blocks.map(({ kind }) => kind)).toEqual(["letter", "event"]);
    const [edition] = editions;
    for (const part of [edition?.html, edition?.text]) {
      expect(part?.join("")).toContain("Proofs and pizza");
      expect(part?.join("")).toContain("Friday at six");
    }
  });
});
