import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { checkIssue } from "../../src/check/check-issue.ts";
import { issueShelf } from "../../src/check/earlier-issues.ts";
import { templateShelf } from "../../src/check/template-shelf.ts";
import { checkContext } from "../../src/config/check-context.ts";
import { generatedNewsletter } from "../support/generated-newsletter.ts";
import { type NewsletterShape, newsletterShapes } from "../support/newsletter-shapes.ts";
import { tempProject } from "../support/temp-project.ts";

const golden = "test/golden/newsletters.txt";
const templates = ["weekly", "letter", "digest"];

/**
 * What `check` says of issues of these shapes, each in one of the templates: a line for each issue and for each
 * finding.
 */
async function found(shapes: readonly NewsletterShape[]): Promise<readonly string[]> {
  const issues = shapes.map((shape, index) => {
    const text = generatedNewsletter(shape, templates[index % templates.length] ?? "weekly");
    return [`${shape.day}-issue-${shape.number}`, text] as const;
  });
  await using project = await tempProject(Object.fromEntries(issues));
  const { config, root } = project;
  if (config.lists[0] === undefined) throw new Error("the sample has a list");
  const shelves = { templates: templateShelf(root), issues: issueShelf(root) };
  const context = { ...checkContext(config, config.lists[0]), ...shelves };
  const lines: string[] = [];
  for (const [id] of issues) {
    const { problems, sizes } = await checkIssue(context, `issues/${id}.yaml`);
    const kilobytes = Math.round(sizes.reduce((sum, { bytes }) => sum + bytes, 0) / 1024);
    lines.push(`${id}: ${sizes.length - 1} blocks, ${kilobytes} KB`);
    lines.push(...problems.map(({ at, severity, code }) => `  ${at.line}:${at.column} ${severity} ${code}`));
  }
  return lines;
}

const countOf = (lines: readonly string[], code: string) =>
  lines.filter((line) => line.endsWith(` ${code}`)).length;
const measured = (kind: keyof NewsletterShape["odd"]) =>
  newsletterShapes.reduce((sum, { odd }) => sum + odd[kind], 0);

/**
 * What is said is pinned, so that a rule that begins to cry wolf is seen. `UPDATE_GOLDEN=1 npm test --
 * test/check/newsletters` writes the file anew; look at it.
 */
test("check finds in issues of real shapes what was odd about these, and nothing else", async () => {
  const sound = newsletterShapes.map((shape) => ({
    ...shape,
    odd: { ...shape.odd, relative: 0, bracket: 0 },
  }));
  const lines = await found(sound);
  const given = `${lines.join("\n")}\n`;
  if (process.env.UPDATE_GOLDEN === "1") await writeFile(golden, given);
  expect(given).toBe(await readFile(golden, "utf8"));
  expect(countOf(lines, "issue/link-http")).toBe(measured("http"));
  expect(countOf(lines, "issue/link-words")).toBe(measured("here"));
  expect(countOf(lines, "check/link-twice")).toBe(measured("sameWords") + measured("samePage"));
});

test("check refuses those of real issues that had a link without a site, at its line", async () => {
  const faulty = newsletterShapes.filter(({ odd }) => odd.relative + odd.bracket > 0);
  const lines = await found(faulty);
  expect(countOf(lines, "issue/link-relative")).toBe(measured("relative") + measured("bracket"));
});
