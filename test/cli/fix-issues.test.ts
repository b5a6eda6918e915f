import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { issueFixer } from "../../src/cli/check/fix-issues.ts";
import { checkContext } from "../../src/config/check-context.ts";
import { ensureLists } from "../../src/store/lists.ts";
import { openStore } from "../../src/store/store.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { sentIssue } from "../support/sent-issue.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";

const id = "2026-09-01-quiet";
const file = `issues/${id}.yaml`;
const more = `  - briefs:
      # fbclid=1 in a comment
      - title: "Type &amp; paper"
        url: https://letters.net/a?fbclid=1#b  # kept
        body: |
          See [it](https://www.google.com/url?q=https%3A%2F%2Fletters.net%2Fc%3Fd%3De%26gclid%3D2&sa=D).

          ##Heading
`;
const faulty = issueText({ more })
  .replace("{{firstName|there}}", "{{{firstName|there}}}")
  .replaceAll("\n", "\r\n");
const mended = faulty
  .replace("{{{firstName|there}}}", "{{firstName|there}}")
  .replace("Type &amp; paper", "Type & paper")
  .replace("a?fbclid=1#b", "a#b")
  .replace(/https:\/\/www\.google[^)]*/, "https://letters.net/c?d=e")
  .replace("##Heading", "## Heading");

const textOf = (project: TempProject) => readFile(join(project.root, file), "utf8");

describe("check --fix", () => {
  test("mends what is sure, says what it did, and leaves everything else", async () => {
    await using project = await tempProject({ [id]: faulty });
    const { code, out, err } = await letterpressHere(project.root, "check", id, "--fix");
    expect(await textOf(project)).toBe(mended);
    expect(out.split("\n").filter((line) => line.startsWith("fixed"))).toEqual([
      `fixed ${file}:8:13 [issue/merge-field]`,
      `fixed ${file}:13:22 [issue/entity-in-line]`,
      `fixed ${file}:14:14 [check/link-tracking]`,
      `fixed ${file}:16:15 [check/link-detour]`,
      `fixed ${file}:18:11 [issue/heading-space]`,
    ]);
    expect(out).toContain("   - https://letters.net/a?fbclid=1#b\n   + https://letters.net/a#b\n");
    expect(out).toContain("ok ");
    expect([code, err]).toEqual([0, ""]);
    expect(await readdir(join(project.root, "issues"))).toEqual([`${id}.yaml`]);
    // A second time there is nothing to do, and the file is not written.
    const before = await stat(join(project.root, file));
    expect((await letterpressHere(project.root, "check", id, "--fix")).out).not.toContain("fixed");
    expect((await stat(join(project.root, file))).ino).toBe(before.ino);
  });

  test("changes nothing with --dry-run, and tells the same", async () => {
    await using project = await tempProject({ [id]: faulty });
    const { code, out, err } = await letterpressHere(project.root, "check", id, "--fix", "--dry-run");
    expect(await textOf(project)).toBe(faulty);
    expect(out.match(/^would fix /gm)).toHaveLength(5);
    expect(err).toContain("1 error, 4 warnings");
    expect(code).toBe(1);
    const { out: json } = await letterpressHere(project.root, "check", id, "--fix", "--dry-run", "--json");
    const [report] = JSON.parse(json) as [
      { fixed: { code: string; fix: { was: string; becomes: string } }[] },
    ];
    expect(report.fixed.map(({ code: one, fix }) => [one, fix.becomes])).toContainEqual([
      "check/link-tracking",
      "https://letters.net/a#b",
    ]);
  });

  test("is what --dry-run belongs to", async () => {
    await using project = await tempProject({ [id]: faulty });
    const { code, err } = await letterpressHere(project.root, "check", "--dry-run");
    expect(err).toContain("--dry-run is for --fix. Write both: without --fix nothing is changed.");
    expect(code).toBe(2);
  });

  test("leaves an issue of which there is a mailing as it is, and mends the others", async () => {
    await using project = await tempProject({ "2026-09-08-loud": faulty });
    await using store = await openStore({ file: project.config.store });
    await ensureLists(store, project.config.lists);
    const sent = issueText({ more }).replace("##Heading", "## Heading");
    await sentIssue({ project, store, service: { config: project.config } }, { id, text: sent });
    const { err } = await letterpressHere(project.root, "check", "--fix");
    expect(await textOf(project)).toBe(sent);
    expect(err).toContain(`${file} is left as it is: there is a mailing of it.`);
    expect(await readFile(join(project.root, "issues/2026-09-08-loud.yaml"), "utf8")).toBe(mended);
  });

  test("leaves what is no draft where no store says what was sent, whatever its day, unless it is named", async () => {
    const next = faulty.replace("2026-09-01", "2999-09-01");
    const draft = next.replace("status: ready", "status: draft");
    await using project = await tempProject({
      [id]: faulty,
      "2999-09-01-next": next,
      "2999-09-08-draft": draft,
    });
    const { err } = await letterpressHere(project.root, "check", "--fix");
    expect(await textOf(project)).toBe(faulty);
    expect(err).toContain(`${file} is left as it is: it is no draft, and without a store nobody knows`);
    expect(await readFile(join(project.root, "issues/2999-09-01-next.yaml"), "utf8")).toBe(next);
    expect(err).not.toContain("2999-09-08-draft.yaml is left");
    expect(await readFile(join(project.root, "issues/2999-09-08-draft.yaml"), "utf8")).not.toBe(draft);
    await letterpressHere(project.root, "check", id, "--fix");
    expect(await textOf(project)).toBe(mended);
  });
});

test("a file that is saved while it is checked is checked again, and what it no longer says is not told", async () => {
  const traced = issueText({ letter: "See [it](https://letters.net/a?fbclid=1)." });
  const saved = traced.replace("?fbclid=1", "");
  await using project = await tempProject({ [id]: traced });
  const { config, root } = project;
  const [list] = config.lists;
  if (list === undefined) throw new Error("the sample has a list");
  // Another check writes the file when this one has read it.
  const other = {
    rules: [],
    ask: async () => {
      await project.write(file, saved);
      return { findings: [], notes: [] };
    },
  };
  const context = () => ({ ...checkContext(config, list), outside: [other] });
  const fixer = await issueFixer(config, context, { dryRun: false, isNamed: true });
  const { checked, made, notes } = await fixer.fix(file);
  expect([checked.problems, made, notes]).toEqual([[], [], []]);
  expect(await readFile(join(root, file), "utf8")).toBe(saved);
});

test("invisible characters go, all of a line at once, in comments too", async () => {
  const hidden = "\x01\u202E";
  const dirty = issueText()
    .replace(/^subject: (.*)$/m, `subject: $1  # ${hidden}a ${hidden}${hidden}b${hidden}`)
    .replace(/^( +Hello) /m, `$1${hidden.repeat(4)} `);
  expect(dirty).toMatch(/Hello\x01.*\n/);
  const clean = dirty.replace(/[\x01\u202E]/g, "");
  await using project = await tempProject({ [id]: dirty });
  const { code, out, err } = await letterpressHere(project.root, "check", id, "--fix");
  expect(await textOf(project)).toBe(clean);
  expect(out.match(/^fixed /gm)).toHaveLength(2);
  expect([code, err]).toEqual([0, ""]);
});

test("a file with bytes that are not UTF-8 is not written, so none of them is lost", async () => {
  await using project = await tempProject({ [id]: faulty });
  const bytes = Buffer.from(faulty.replace("Words", "W\u00F6rds"), "latin1");
  await writeFile(
    join(project.root, file),
    Buffer.concat([bytes, Buffer.from("# caf\xE9 \x01\r\n", "latin1")]),
  );
  const before = await readFile(join(project.root, file));
  const { code, out, err } = await letterpressHere(project.root, "check", id, "--fix");
  expect(await readFile(join(project.root, file))).toEqual(before);
  expect(out).not.toContain("fixed");
  expect([code, err]).toEqual([1, expect.stringContaining("it is not UTF-8, and characters would be lost")]);
});

test("what cannot be mended is told with the reason", async () => {
  const tricky = issueText({
    subject: '"A &quot;quiet&quot; week"',
    more: `  - briefs:
      - title: It
        url: "https:\\/\\/letters.net\\/a?fbclid=1\\u0026x=1"
        body: Words.
`,
  });
  await using project = await tempProject({ [id]: tricky });
  const { err } = await letterpressHere(project.root, "check", id, "--fix");
  expect(await textOf(project)).toBe(tricky);
  expect(err).toContain(
    `${file}:1:13 is not mended: written over there, it would change what else the file says.`,
  );
  expect(err).toMatch(/:13:\d+ is not mended: the file writes it in another way, with signs of YAML such as/);
});
