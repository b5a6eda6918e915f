import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { checkIssue } from "../../src/check/check-issue.ts";
import { checkContext } from "../../src/config/check-context.ts";
import { chooseList } from "../../src/cli/newsletter.ts";
import { builtInKinds } from "../../src/issue/blocks/all.ts";
import { readText as readDocument } from "../architecture/read-repository.ts";
import { codeBlocks } from "../support/code-blocks.ts";
import { jpegPicture, pngPicture } from "../support/pictures.ts";
import { shippedTemplates } from "../support/shipped-templates.ts";
import { type TempProject, tempProject } from "../support/temp-project.ts";

const guide = readDocument("docs/writing.md");
const examples = codeBlocks(guide, "yaml");

const head: Readonly<Record<string, string>> = {
  subject: "subject: Two founders, one feud",
  preheader: "preheader: How a friendship became a fight, and five short reads",
  number: "number: 43",
  date: "date: 2026-09-04",
};

/** A whole issue with an example of the guide in it: a list of blocks, or keys of the head. */
function issueWith(example: string, template: string): string {
  const isHead = !example.startsWith("- ");
  const own = isHead ? [...example.matchAll(/^(\w+):/gm)].map(([, key = ""]) => key) : [];
  const rest = Object.entries({ ...head, template: `template: ${template}` }).filter(
    ([key]) => !own.includes(key),
  );
  const blocks = isHead ? "- letter: |\n    Hello." : `${example.trimEnd()}\n- signoff: That was it.`;
  const lines = [...rest.map(([, line]) => line), ...(isHead ? [example.trimEnd()] : [])];
  if (own.includes("blocks")) return `${lines.join("\n")}\n`;
  return `${lines.join("\n")}\nblocks:\n${blocks.replace(/^(?=.)/gm, "  ")}\n`;
}

describe("docs/writing.md", () => {
  let project: TempProject;

  beforeAll(async () => {
    project = await tempProject();
    await mkdir(join(project.root, "issues/images"));
    await project.write("issues/images/feud.png", pngPicture(1100, 600));
    await project.write("issues/images/press.jpg", jpegPicture(1100, 600, 1));
  });

  afterAll(() => project.remove());

  async function told(
    text: string,
    file = "issues/2026-09-04-two-founders.yaml",
  ): Promise<readonly string[]> {
    await project.write(file, text);
    const context = checkContext(project.config, chooseList(project.config, undefined));
    return (await checkIssue(context, file)).problems.map(formatProblem);
  }

  test("has an example of every kind of block", () => {
    const shown = examples.flatMap((example) => [...example.matchAll(/^- (\w+):/gm)].map(([, kind]) => kind));
    expect(new Set(shown)).toEqual(new Set(builtInKinds.map(({ name }) => name)));
  });

  test.each(shippedTemplates())("has no example that is not sound in the template %s", async (template) => {
    for (const example of examples) {
      const problems = await told(issueWith(example, example.includes("template:") ? "weekly" : template));
      const others = example.includes("✎")
        ? problems.filter((one) => !one.includes("[issue/blank]"))
        : problems;
      expect({ example, others }).toEqual({ example, others: [] });
      if (example.includes("✎")) expect(problems).toHaveLength(1);
    }
  });

  test("shows an error as it is told", async () => {
    const [shown = ""] = codeBlocks(guide, "").filter((block) => block.startsWith("error"));
    const text = issueWith("- letter: Hello.", "weekly").replace(
      /^subject: .*/m,
      'subject: "{{fristName|there}}, hello"',
    );
    const [problem = ""] = await told(text);
    expect(problem).toContain("[issue/unknown-field]");
    const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();
    expect(squeezed(shown.replace("error", ""))).toBe(squeezed(problem));
  });
});
