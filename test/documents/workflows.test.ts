import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { workflowText } from "../../src/cli/init/workflow-text.ts";
import { readText } from "../architecture/read-repository.ts";
import { root } from "../support/program.ts";

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly run?: string; readonly uses?: string }[];
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const names = readdirSync(join(root, ".github/workflows"));
const texts = [...names.map((name) => readText(`.github/workflows/${name}`)), workflowText];

describe("the workflows of this repository, and of a new newsletter", () => {
  test("have steps that a shell can read, and give the pull request of a stranger no right to write", () => {
    expect(names.toSorted()).toEqual(["audit.yml", "ci.yml", "release.yml"]);
    for (const text of texts) {
      const workflow = parse(text) as Workflow;
      expect(workflow.permissions).toEqual({ contents: "read" });
      // An expression would put what a stranger wrote into the shell.
      for (const { steps } of Object.values(workflow.jobs))
        for (const { run } of steps)
          if (run !== undefined) {
            expect(run).not.toContain("${{");
            execFileSync("bash", ["-n", "-c", run]);
          }
    }
  });

  test("publish with provenance, from the only job that may ask for a token of identity", () => {
    const { jobs } = parse(readText(".github/workflows/release.yml")) as Workflow;
    expect(jobs.publish?.permissions).toEqual({ contents: "read", "id-token": "write" });
    const steps = jobs.publish?.steps.map(({ run = "" }) => run) ?? [];
    const publish = "npm publish --provenance --access public";
    expect(steps).toEqual(expect.arrayContaining([".ci/run", "npm run audit", publish]));
    for (const before of [".ci/run", "npm run audit"])
      expect(steps.indexOf(before)).toBeLessThan(steps.indexOf(publish));
  });

  test("the release's version stands in CHANGELOG.md, with its day, as the workflow asks", () => {
    const { version } = JSON.parse(readText("package.json")) as { readonly version: string };
    expect(readText("CHANGELOG.md")).toMatch(
      new RegExp(`^## \\[${RegExp.escape(version)}\\] - \\d{4}-\\d{2}-\\d{2}$`, "m"),
    );
  });
});
