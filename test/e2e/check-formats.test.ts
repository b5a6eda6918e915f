import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { letterpressHere } from "../support/letterpress-here.ts";
import { issueText, tempProject } from "../support/temp-project.ts";

const short = "See [100%, or: more](https://bit.ly/3xYz) of {{fistName}}.";

describe("check --format", () => {
  test("github: a workflow command for each finding, at its path in the repository", async () => {
    await using project = await tempProject({ "a,b": issueText({ letter: short }) });
    const environment = { GITHUB_WORKSPACE: dirname(project.root) };
    const { code, out, err } = await letterpressHere(
      { folder: project.root, environment },
      "check",
      "--format",
      "github",
    );
    expect({ code, err }).toEqual({ code: 1, err: "" });
    const file = `${basename(project.root)}/issues/a%2Cb.yaml`;
    expect(out.trimEnd().split("\n")).toEqual([
      expect.stringMatching(
        new RegExp(
          `^::error file=${file},line=10,col=\\d+,title=issue/unknown-field::"fistName" is not a field`,
        ),
      ),
    ]);
    const outside = await letterpressHere(
      { folder: project.root, environment: { GITHUB_WORKSPACE: "/elsewhere" } },
      "check",
      "--format",
      "github",
    );
    expect(outside.out).toContain("file=issues/a%2Cb.yaml,");
  });

  test("sarif: a log with the rule, the level and the place of each finding", async () => {
    await using project = await tempProject({
      "a #1": issueText({ letter: "See [the words](https://bit.ly/3xYz)." }),
    });
    const { code, out } = await letterpressHere(project.root, "check", "--format", "sarif");
    expect(code).toBe(0);
    const log = JSON.parse(out);
    expect(log).toMatchObject({ version: "2.1.0", $schema: expect.stringContaining("sarif-2.1.0") });
    const [run] = log.runs;
    expect(run.tool.driver.rules).toEqual([
      {
        id: "check/link-shortener",
        shortDescription: { text: expect.stringMatching(/^Readers cannot see where/) },
        help: {
          text: expect.stringContaining("npx letterpress docs check/link-shortener"),
          markdown: expect.stringContaining("## check/link-shortener"),
        },
      },
    ]);
    expect(run.results).toEqual([
      {
        ruleId: "check/link-shortener",
        ruleIndex: 0,
        level: "warning",
        message: { text: expect.stringMatching(/^the link to bit\.ly hides .* Open it/) },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "issues/a%20%231.yaml" },
              region: { startLine: 10, startColumn: expect.any(Number) },
            },
          },
        ],
      },
    ]);
  });

  test("is json with --json, and nothing that there is not", async () => {
    await using project = await tempProject({ quiet: issueText() });
    const both = await Promise.all([
      letterpressHere(project.root, "check", "--json"),
      letterpressHere(project.root, "check", "--format", "json"),
    ]);
    expect(both[0]?.out).toBe(both[1]?.out);
    expect(await letterpressHere(project.root, "check", "--format", "githb")).toMatchObject({
      code: 2,
      err: expect.stringContaining('--format cannot be "githb". Did you mean "github"?'),
    });
    expect(await letterpressHere(project.root, "check", "--format", "sarif", "--json")).toMatchObject({
      code: 2,
      err: expect.stringContaining("contradict"),
    });
  });

  test("tells what is wrong with the sender once, at its line of letterpress.yaml, however many issues there are", async () => {
    await using project = await tempProject({
      "2026-09-01-a": issueText(),
      "2026-09-08-b": issueText({ subject: "Another" })
        .replace("2026-09-01", "2026-09-08")
        .replace("What happened", "Whatever happened"),
    });
    const config = await readFile(join(project.root, "letterpress.yaml"), "utf8");
    await project.write(
      "letterpress.yaml",
      config.replace(/replyTo: .*\n/, "replyTo: noreply@news.example.org\n"),
    );
    const line = config.split("\n").findIndex((text) => text.startsWith("replyTo:")) + 1;
    const { out } = await letterpressHere(project.root, "check", "--format", "github");
    expect(out).toMatch(
      new RegExp(`^::warning file=letterpress\\.yaml,line=${line},col=1,title=check/no-reply::.*\n$`),
    );
    const { out: json } = await letterpressHere(project.root, "check", "--json");
    const reports = JSON.parse(json) as { problems: { code: string; why: string }[] }[];
    expect(reports.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      ["check/no-reply"],
      ["check/no-reply"],
    ]);
    expect(reports[0]?.problems[0]?.why).toMatch(/^Readers who answer get an error back/);
  });
});
