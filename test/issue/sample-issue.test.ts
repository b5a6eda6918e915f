import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import { readIssue } from "../../src/issue/read-issue.ts";
import { itemsOf, proseOf } from "../../src/model/parts.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

async function sample() {
  const text = await readFile(`${root}letterpress.yaml`, "utf8");
  const { config, problems } = parseConfig({ file: "letterpress.yaml", text }, root);
  expect(problems.map(formatProblem)).toEqual([]);
  return readIssue(root, "issues/2025-02-14-musk-vs-altman.yaml", { fields: config?.fields ?? {} });
}

describe("the sample issue", () => {
  test("has no finding under the sample configuration, pictures included", async () => {
    const { problems, images } = await sample();
    expect(problems.map(formatProblem)).toEqual([]);
    expect(images).toHaveLength(1);
  });

  test("is ready to be sent", async () => {
    expect((await sample()).issue).toMatchObject({
      id: "2025-02-14-musk-vs-altman",
      status: "ready",
      date: "2025-02-14",
      number: 42,
      template: "weekly",
      language: "en",
    });
  });

  test("has a story, a poll, five briefs and a sign-off", async () => {
    const { issue } = await sample();
    const parts = (kind: string) => issue?.blocks.find((one) => one.kind === kind)?.parts ?? {};
    expect(issue?.blocks.map(({ kind }) => kind)).toEqual(["letter", "feature", "poll", "briefs", "signoff"]);
    expect(
      proseOf(parts("feature"), "body").filter(({ type }) => type === "heading").length,
    ).toBeGreaterThanOrEqual(5);
    expect(itemsOf(parts("poll"), "options").map((option) => option.parts.id)).toMatchObject([
      { id: "musk" },
      { id: "altman" },
    ]);
    expect(itemsOf(parts("briefs"), "items")).toHaveLength(5);
    expect(proseOf(parts("signoff"), "body").length).toBeGreaterThan(0);
  });
});
