import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { checkContext } from "../../src/config/check-context.ts";
import { checkApart, checkerApart } from "../../src/check/checker-apart.ts";
import { checkIssue } from "../../src/check/check-issue.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";

const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
const picture = "  - image: { src: dot.png, alt: A dot }\n";

function contextOf({ config }: TempProject) {
  const [list] = config.lists;
  if (list === undefined) throw new Error("the sample has a list");
  return checkContext(config, list);
}

describe("An issue that is checked in a thread", () => {
  test.each([
    ["without fault", issueText()],
    ["with a picture", issueText({ more: picture })],
    ["with errors", issueText({ letter: "Hello {{fristName}}." })],
    ["that is no YAML", "subject: [\n"],
  ])(
    "comes back as if it were checked here: %s",
    async (_what, text) => {
      await using project = await tempProject({ quiet: text });
      await project.write("issues/dot.png", Buffer.from(pixel, "base64"));
      const context = contextOf(project);
      const apart = await checkApart(context, "issues/quiet.yaml");
      expect(apart).toEqual(await checkIssue(context, "issues/quiet.yaml"));
      for (const { bytes } of apart.editions.flatMap(({ attachments }) => attachments))
        expect(Buffer.isBuffer(bytes)).toBe(true);
      if (text.includes("dot.png")) expect(apart.editions[0]?.attachments).toHaveLength(1);
    },
    120_000,
  );

  test("says what keeps it from being read at all", async () => {
    await using project = await tempProject();
    const context = contextOf(project);
    const said = (checking: Promise<unknown>) => checking.catch((fault: unknown) => String(fault));
    const here = await said(checkIssue(context, "issues/none.yaml"));
    expect(here).toContain("none.yaml");
    expect(await said(checkApart(context, "issues/none.yaml"))).toBe(here);
    await expect(checkApart(context, "issues/none.yaml")).rejects.toMatchObject({ name: "LetterpressError" });
  });
});

describe("A thread that checks many issues", () => {
  test("answers each question, with the templates of its mark", async () => {
    await using project = await tempProject({
      one: issueText(),
      two: issueText({ subject: "Another week" }),
    });
    const context = contextOf(project);
    await using checker = checkerApart();
    const [one, two] = await Promise.all([
      checker.check(context, "issues/one.yaml", "first"),
      checker.check(context, "issues/two.yaml", "first"),
    ]);
    expect([one, two].map(({ issue }) => issue?.id)).toEqual(["one", "two"]);
    const frame = "templates/weekly/template.mjml";
    const text = await readFile(join(project.root, frame), "utf8");
    await project.write(frame, text.replace("{{newsletter.name}}", "{{newsletter.nme}}"));
    const codes = async (mark: string) =>
      (await checker.check(context, "issues/one.yaml", mark)).problems.map(({ code }) => code);
    expect(await codes("first")).toEqual([]);
    expect(await codes("second")).not.toEqual([]);
  });

  test("rejects what it was asked when it ends, and the next question starts another", async () => {
    await using project = await tempProject({ quiet: issueText() });
    const context = contextOf(project);
    await using checker = checkerApart();
    const asked = checker.check(context, "issues/quiet.yaml", "");
    const rejected = expect(asked).rejects.toThrow("the thread that checks ended");
    await checker[Symbol.asyncDispose]();
    await rejected;
    expect((await checker.check(context, "issues/quiet.yaml", "")).issue?.id).toBe("quiet");
  });
});
