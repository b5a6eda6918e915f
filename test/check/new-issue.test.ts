import { describe, expect, test } from "@jest/globals";
import { formatProblem, isError } from "../../src/base/problem.ts";
import { checkIssue } from "../../src/check/check-issue.ts";
import { checkContext } from "../../src/config/check-context.ts";
import { chooseList } from "../../src/cli/newsletter.ts";
import { builtInKinds } from "../../src/issue/blocks/all.ts";
import { scaffoldIssue } from "../../src/issue/scaffold/scaffold-issue.ts";
import { shippedTemplates } from "../support/shipped-templates.ts";
import { tempProject } from "../support/temp-project.ts";

/** A block of each kind, with every key it can have. */
const like = {
  blocks: builtInKinds.map(({ name, keys }) => ({
    [name]: Object.fromEntries(
      Object.entries(keys).map(([key, one]) => [
        key,
        one.type === "list" ? [Object.fromEntries(Object.keys(one.keys).map((inner) => [inner, "x"]))] : "x",
      ]),
    ),
  })),
};

describe("A new issue", () => {
  test.each(shippedTemplates())(
    "with every kind of block is rendered whole in the template %s",
    async (template) => {
      await using project = await tempProject();
      const file = "issues/2026-09-04-new.yaml";
      const { fields, root } = project.config;
      const { text } = scaffoldIssue({
        title: "New",
        day: "2026-09-04",
        template,
        kinds: [],
        fields,
        like,
        isTaken: () => false,
      });
      await project.write(file, text);
      const context = { ...checkContext(project.config, chooseList(project.config, undefined)), root };
      const { problems, editions, issue } = await checkIssue(context, file);
      expect(problems.filter(({ code }) => code !== "issue/blank").map(formatProblem)).toEqual([]);
      expect(problems.filter(isError)).toEqual([]);
      expect(editions).toHaveLength(1);
      const shown = issue?.blocks.map(({ kind }) => kind) ?? [];
      expect(shown).toEqual(
        builtInKinds.map(({ name }) => name).filter((name) => name !== "sponsor" && name !== "image"),
      );
    },
  );
});
