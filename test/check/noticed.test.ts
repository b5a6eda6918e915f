import { describe, expect, test } from "@jest/globals";
import { checkIssue } from "../../src/check/check-issue.ts";
import { noticed } from "../../src/model/noticed/all.ts";
import type { RuleSetting } from "../../src/check/rule-settings.ts";
import { checkContext } from "../../src/config/check-context.ts";
import { jpegPicture, pngPicture } from "../support/pictures.ts";
import { type TempProject, tempProject } from "../support/temp-project.ts";

/** An issue in which all is noticed that can be, but for what only one issue of a kind can have. */
const faulty = `subject: A quiet week
preheader: A quiet week
date: 2026-09-02
waive: [{ rule: check/gmail-clip, reason: It was long once. }]
blocks:
  - letter: |
      TODO: greet [FirstName] and {% if %} them. &foobar; is ** loose **, [a] (https://example.org/b)

      ##Heading

      | a | b |
      | 1 | 2 |

      • one
      • two

      1. one
      3. three

      - [ ] a task

      ## Two

      This is *open.

      #### Four

      Note[^1], [words][nowhere], fÃ¼r, www.example.org

      [here](http://example.org/c) and [that one](http://localhost/c)
  - briefs:
      - title: "**Bold** &amp; </b>"
        body: >
          Fine:

          - one
          - two
  - poll:
      id: side
      question: Which?
      options:
        - { id: a, title: Same, body: One. }
        - { id: b, title: Same, body: Two. }
  - image: { src: small.png, alt: small.png, width: 300 }
  - image: { src: heavy.png, alt: Picture of ${"something ".repeat(20)} }
  - image: { src: turned.jpg, alt: A turned one }
  - image: { src: "https://example.org/a.webp", alt: A strange one, width: 300 }
`;

async function newsletter(): Promise<TempProject> {
  const project = await tempProject({ "2026-09-01-faulty": faulty });
  await project.write("issues/small.png", pngPicture(20, 20));
  await project.write("issues/heavy.png", Buffer.concat([pngPicture(4000, 100), Buffer.alloc(400 * 1024)]));
  await project.write("issues/turned.jpg", jpegPicture(600, 600, 6));
  return project;
}

async function found(project: TempProject, rules: readonly RuleSetting[] = []) {
  const { config } = project;
  if (config.lists[0] === undefined) throw new Error("the sample has a list");
  const context = { ...checkContext(config, config.lists[0]), rules };
  return checkIssue(context, "issues/2026-09-01-faulty.yaml");
}

const at = { file: "letterpress.yaml", line: 1, column: 1 };
const all = (severity: RuleSetting["severity"]) => noticed.map(({ id }) => ({ rule: id, severity, at }));

describe("what is noticed on the way", () => {
  test("has an id of its own, and is a warning until a newsletter says otherwise", () => {
    expect(new Set(noticed.map(({ id }) => id)).size).toBe(noticed.length);
    expect(noticed.filter(({ severity }) => severity !== "warning")).toEqual([]);
  });

  test("can be ignored or made an error, all of it, and the issue is rendered all the same", async () => {
    await using project = await newsletter();
    const plain = await found(project);
    const told = new Set(plain.problems.map(({ code }) => code));
    const missing = noticed.map(({ id }) => id).filter((id) => !told.has(id));
    // These need a template, readers or a machine of their own.
    expect(missing).toEqual(["render/contrast", "check/empty-variant", "config/no-secret"]);
    const own = (code: string) => noticed.some(({ id }) => id === code);
    expect(plain.problems.filter((one) => own(one.code) && one.severity !== "warning")).toEqual([]);
    const quiet = await found(project, all("ignore"));
    expect(quiet.problems.filter(({ code }) => own(code))).toEqual([]);
    const strict = await found(project, all("error"));
    expect(strict.problems.filter((one) => own(one.code) && one.severity !== "error")).toEqual([]);
    expect(strict.editions).toHaveLength(plain.editions.length);
  });
});
