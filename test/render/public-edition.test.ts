import { describe, expect, test } from "@jest/globals";
import { isError } from "../../src/base/problem.ts";
import { checkIssue } from "../../src/check/check-issue.ts";
import { checkContext } from "../../src/config/check-context.ts";
import type { Edition } from "../../src/model/edition.ts";
import { fillSegments } from "../../src/model/edition.ts";
import { issueText, tempProject } from "../support/temp-project.ts";

const more = `
  - letter: { only: tag member, body: Only members read this. }
  - letter: { only: not tag member, body: Become a member. }
  - letter: { lang: de, body: Nur auf Deutsch. }
  - poll:
      id: press
      question: Do you print, {{firstName|reader}}?
      options:
        - { id: "yes", title: I do }
        - { id: "no", title: I do not }
`;

async function checked(text: string) {
  await using project = await tempProject({ "2026-09-01-hello": text });
  const [list] = project.config.lists;
  if (list === undefined) throw new Error("there is no list");
  const context = { ...checkContext(project.config, list), forArchive: true };
  return await checkIssue(context, "issues/2026-09-01-hello.yaml");
}

function linksIn({ html }: Edition): readonly string[] {
  return html.flatMap((one) =>
    typeof one !== "string" && one.value.kind === "link" ? [one.value.name] : [],
  );
}

describe("the edition for everybody", () => {
  test.each(["weekly", "letter", "digest"])(
    "of the template %s has what is for all readers, and no way out of a list",
    async (template) => {
      const { publicEdition, editions, problems } = await checked(
        `template: ${template}\n${issueText({ subject: "[A quiet week, A loud week]", more })}`,
      );
      expect(problems.filter(isError)).toEqual([]);
      if (publicEdition === undefined) throw new Error("there is none");
      const html = fillSegments(publicEdition.html, () => "");
      expect(html).toContain("Movable letters changed reading.");
      expect(html).not.toMatch(/Only members|Become a member|Nur auf Deutsch|Unsubscribe|signed up|Vote/);
      expect(html).toContain("1 Composing Room");
      expect(html).toContain("I do not");
      expect(linksIn(publicEdition)).toEqual([]);
      expect(publicEdition.subject).toEqual(["A quiet week"]);
      for (const edition of editions) expect(linksIn(edition)).toContain("unsubscribe");
    },
  );

  test("keeps the polls as they are asked", async () => {
    const { publicEdition } = await checked(issueText({ more }));
    expect(publicEdition?.polls).toEqual([
      {
        id: "press",
        question: [
          "Do you print, ",
          { value: { kind: "field", name: "firstName", fallback: "reader" }, place: "plain" },
          "?",
        ],
        options: [
          { id: "yes", title: ["I do"] },
          { id: "no", title: ["I do not"] },
        ],
      },
    ]);
  });

  test("is not there when all of the issue is for some readers only, nor when nobody asks for it", async () => {
    const only = issueText({ letter: "" }).replace(
      /blocks:[\s\S]*/,
      "blocks:\n  - letter: { only: tag member, body: Members. }\n",
    );
    const member = await checked(only);
    expect([member.publicEdition, member.editions.length]).toEqual([undefined, 1]);
  });

  test("is shown or not as the issue says", async () => {
    expect((await checked(issueText())).issue?.archive).toBeUndefined();
    expect((await checked(`archive: false\n${issueText()}`)).issue?.archive).toBe(false);
    const wrong = await checked(`archive: hidden\n${issueText()}`);
    expect(wrong.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining("neither true nor false"),
    ]);
  });
});
