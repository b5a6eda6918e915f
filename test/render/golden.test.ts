import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { parseIssue } from "../../src/issue/parse-issue.ts";
import { variantsOf } from "../../src/model/selection.ts";
import { renderIssue } from "../../src/render/render-issue.ts";
import { imageFile, sender } from "../support/issue-builder.ts";
import { htmlOf, textOf } from "../support/rendered.ts";
import { shippedTemplate, shippedTemplates } from "../support/shipped-templates.ts";

/*
 * What readers get of an issue with one of everything, in every template: for members in English and in Arabic, and the
 * text of those who are no members. `UPDATE_GOLDEN=1 npm test -- test/render/golden` writes the files anew; look at
 * them.
 */
const cases = [
  ["en.a.1", "html"],
  ["en.a.1", "txt"],
  ["en.a.0", "txt"],
  ["ar.a.1", "html"],
  ["ar.a.1", "txt"],
] as const;

const file = "test/golden/everything.yaml";
const known = { fields: { firstName: {}, language: {} }, tags: ["member"] };
const { issue, problems } = parseIssue({ file, text: await readFile(file, "utf8") }, known);

test("the issue with one of everything has no fault", () => {
  expect(problems.map(formatProblem)).toEqual([]);
});

describe.each(shippedTemplates())("the template %s", (name) => {
  test.each(cases)("gives the readers of %s the %s that was looked at", async (key, form) => {
    const variant = issue && variantsOf(issue)?.find((one) => one.key === key);
    if (issue === undefined || variant === undefined) throw new Error(`there is no variant ${key}`);
    const template = await shippedTemplate(name);
    const images = [imageFile({ src: "images/two-kings.png" })];
    const { edition, problems: found } = await renderIssue({
      issue,
      variant,
      template,
      images,
      sender: sender(),
    });
    expect(found.map(formatProblem)).toEqual([]);
    if (edition === undefined) throw new Error("there is no edition");
    const golden = `test/golden/${name}.${key}.${form}`;
    const given = form === "html" ? `${htmlOf(edition)}\n` : textOf(edition);
    if (process.env.UPDATE_GOLDEN === "1") await writeFile(golden, given);
    expect(given).toBe(await readFile(golden, "utf8"));
  });
});
