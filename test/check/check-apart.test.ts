import { describe, expect, test } from "@jest/globals";
import { checkContext } from "../../src/config/check-context.ts";
import { checkApart } from "../../src/check/check-apart.ts";
import { checkIssue } from "../../src/check/check-issue.ts";
import { withoutThreads } from "../support/no-more-threads.ts";
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

  test("is checked here when the system gives no thread", async () => {
    await using project = await tempProject({ quiet: issueText() });
    const context = contextOf(project);
    const apart = await withoutThreads(() => checkApart(context, "issues/quiet.yaml"));
    expect(apart).toEqual(await checkIssue(context, "issues/quiet.yaml"));
  }, 60_000);

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
