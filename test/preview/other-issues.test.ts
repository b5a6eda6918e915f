import { expect, test } from "@jest/globals";
import { openDesk } from "../../src/preview/desk/desk.ts";
import { issueText, tempProject } from "../support/temp-project.ts";

test("An issue is compared with the others as they are now, and never with what it was itself", async () => {
  const dated = (date: string, subject: string) =>
    issueText({ subject }).replace("date: 2026-09-01", `date: ${date}`);
  await using project = await tempProject({
    earlier: dated("2026-09-01", "Movable letters"),
    open: dated("2026-09-08", "Movable letters"),
  });
  const desk = openDesk(project.config);
  const found = async () => {
    const { problems = [] } = (await desk.open("open", "")) ?? {};
    return problems.filter(({ code }) => code === "check/subject-again").map(({ at }) => at.file);
  };
  expect(await found()).toEqual(["issues/open.yaml"]);
  await project.write("issues/earlier.yaml", dated("2026-09-01", "Lead type"));
  expect(await found()).toEqual([]);
  await project.write("issues/open.yaml", dated("2026-09-15", "Movable letters"));
  expect(await found()).toEqual([]);
  await project.write("issues/open.yaml", dated("2026-09-15", "Lead type"));
  expect(await found()).toEqual(["issues/open.yaml"]);
});
