import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { issueText, tempProject } from "../support/temp-project.ts";

import { canHaveTerminal, openTerminal } from "./terminal.ts";

const dated = (day: string, number: number) =>
  issueText().replace("2026-09-01", day).replace("number: 7", `number: ${number}`);

/** A newsletter that comes every Friday, with one more issue than its days in a row. */
const weekly = () =>
  tempProject({ "2099-01-02-one": dated("2099-01-02", 6), "2099-01-09-two": dated("2099-01-09", 7) });

describe("letterpress new", () => {
  test("begins the next issue, which check and render take, and touches no other", async () => {
    await using project = await weekly();
    const before = await readFile(join(project.root, "issues/2099-01-09-two.yaml"), "utf8");
    const { code, out, err } = await letterpress(project.root, "new", 'Musk: a "life"', "#2");
    const id = "2099-01-16-musk-a-life-2";
    expect({ code, err }).toEqual({
      code: 0,
      err: "For your editor: .letterpress/issue.schema.json, .letterpress/config.schema.json, .vscode/settings.json, .vscode/extensions.json.\n",
    });
    expect(out).toContain(`new issues/${id}.yaml\n    number 8, 2099-01-16 (weekly), template weekly\n`);
    expect(out).toContain(`npx letterpress preview ${id}\n`);
    const text = await readFile(join(project.root, `issues/${id}.yaml`), "utf8");
    expect(text).toContain('subject: "Musk: a \\"life\\" #2"\n');
    expect(text).toContain("Hello {{firstName|there}},\n");
    expect(await readFile(join(project.root, "issues/2099-01-09-two.yaml"), "utf8")).toBe(before);
    const checked = await letterpress(project.root, "check", id);
    expect(checked.code).toBe(0);
    expect(checked.err).toMatch(
      /^warning .*\n +.*\[issue\/blank\]\n0 errors, 1 warning\nWhat a rule looks for: npx letterpress docs issue\/blank\n$/,
    );
    expect((await letterpress(project.root, "render", id, "--text")).out).toContain("✎ The letter");
    await writeFile(join(project.root, `issues/${id}.yaml`), text.replace("status: draft", "status: ready"));
    expect(await letterpress(project.root, "check", id)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^error /),
    });
  });

  test("sets up VS Code: a schema that knows the templates, kept from git, and settings that keep what they had", async () => {
    await using project = await weekly();
    await mkdir(join(project.root, ".vscode"));
    await project.write(".vscode/settings.json", '{\n  "editor.wordWrap": "on", // long lines\n}\n');
    await project.write("templates/letter/blocks/event.mjml", "<mj-text>{{title}}</mj-text>");
    const { code } = await letterpress(project.root, "new", "Hello");
    expect(code).toBe(0);
    expect(await readFile(join(project.root, ".vscode/settings.json"), "utf8")).toBe(
      '{\n  "yaml.schemas": {\n    ".letterpress/issue.schema.json": "issues/*.yaml",\n    ".letterpress/config.schema.json": "letterpress.yaml"\n  },\n  "editor.wordWrap": "on", // long lines\n}\n',
    );
    expect(JSON.parse(await readFile(join(project.root, ".vscode/extensions.json"), "utf8"))).toEqual({
      recommendations: ["redhat.vscode-yaml"],
    });
    const schema = await readFile(join(project.root, ".letterpress/issue.schema.json"), "utf8");
    expect(schema).toContain('"title": "event"');
    expect(JSON.parse(schema).properties.template.examples).toEqual(["digest", "letter", "weekly"]);
    const ofConfig = await readFile(join(project.root, ".letterpress/config.schema.json"), "utf8");
    expect(Object.keys(JSON.parse(ofConfig).properties.check.properties)).toContain("check/link-twice");
    expect(await readFile(join(project.root, ".letterpress/.gitignore"), "utf8")).toBe("*\n");
    expect((await stat(join(project.root, ".letterpress"))).mode & 0o077).toBe(0);
    const again = await letterpress(project.root, "new", "Hello again");
    expect(again).toMatchObject({ code: 0, err: "" });
  });

  test("leaves settings that it cannot read, and says what to add", async () => {
    await using project = await weekly();
    await mkdir(join(project.root, ".vscode"));
    await project.write(".vscode/settings.json", '{ "broken": \n');
    const { code, err } = await letterpress(project.root, "new", "Hello");
    expect(code).toBe(0);
    expect(err).toContain(
      '.vscode/settings.json was left as it is, because it cannot be read safely. Add this to it yourself: "yaml.schemas": {".letterpress/issue.schema.json":"issues/*.yaml",".letterpress/config.schema.json":"letterpress.yaml"}',
    );
    expect(await readFile(join(project.root, ".vscode/settings.json"), "utf8")).toBe('{ "broken": \n');
  });

  test("begins the first issue where there is none, today, in a template that is there", async () => {
    await using project = await tempProject();
    await rm(join(project.root, "issues"), { recursive: true });
    await rm(join(project.root, "templates/weekly"), { recursive: true });
    const { code, out } = await letterpress(project.root, "new", "Hello", "--json");
    const answer = JSON.parse(out) as Readonly<Record<string, unknown>>;
    expect({ code, ...answer }).toMatchObject({
      code: 0,
      template: "digest",
      rhythm: "none",
      leftOut: [],
      left: [],
    });
    expect(answer).not.toHaveProperty("number");
    expect(answer.file).toMatch(/^issues\/\d{4}-\d\d-\d\d-hello\.yaml$/);
    expect((await letterpress(project.root, "check")).code).toBe(0);
  });

  test("takes a day, a template and another skeleton", async () => {
    await using project = await weekly();
    await project.write(
      "issues/special.yaml",
      issueText().replace(/blocks:[\s\S]*/, "blocks:\n  - quote: To be.\n  - signoff: Bye.\n"),
    );
    const options = ["--date", "2026-12-24", "--template", "letter", "--from", "special", "--json"];
    const { out } = await letterpress(project.root, "new", "Year in review", ...options);
    expect(JSON.parse(out)).toMatchObject({
      file: "issues/2026-12-24-year-in-review.yaml",
      date: "2026-12-24",
      template: "letter",
      from: "issues/special.yaml",
      number: 8,
    });
    const text = await readFile(join(project.root, "issues/2026-12-24-year-in-review.yaml"), "utf8");
    expect(text.match(/^ {2}- \w+/gm)).toEqual(["  - quote", "  - signoff"]);
  });

  test("names the file by the number when the title has no letter of ours", async () => {
    await using project = await weekly();
    const { out } = await letterpress(project.root, "new", "今週の話", "--json");
    expect(JSON.parse(out)).toMatchObject({ file: "issues/2099-01-16-issue-8.yaml", title: "今週の話" });
  });

  test("passes over a last issue that cannot be read", async () => {
    await using project = await weekly();
    await project.write("issues/2099-01-12-broken.yaml", "subject: [\n");
    const { code, out } = await letterpress(project.root, "new", "Hello", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ from: "issues/2099-01-09-two.yaml" });
  });

  test.each([
    ["no title", [], 2, "use/no-title"],
    ["an empty title", [" \n"], 2, "use/no-title"],
    ["a day that is none", ["a", "--date", "2026-02-30"], 2, "use/date"],
    ["an unknown template", ["a", "--template", "leter"], 2, "use/no-template"],
    ["an unknown issue", ["a", "--from", "nothing"], 2, "use/no-issue"],
    ["a skeleton without blocks", ["a", "--from", "empty"], 2, "use/no-skeleton"],
    ["the name of an issue that is there", ["two", "--date", "2099-01-09"], 2, "use/issue-exists"],
    ["a name that differs in its ending", ["three", "--date", "2099-01-09"], 2, "use/issue-exists"],
  ])("says what is wrong with %s, and writes nothing", async (_, args, code, rule) => {
    await using project = await weekly();
    await project.write("issues/empty.yaml", "subject: a\n");
    await project.write("issues/2099-01-09-three.yml", "subject: a\n");
    const before = await readdir(project.root, { recursive: true });
    const said = await letterpress(project.root, "new", ...args);
    expect(said).toMatchObject({ code, out: "", err: expect.stringContaining(`[${rule}]`) });
    expect(await readdir(project.root, { recursive: true })).toEqual(before);
  });

  test("says when the file cannot be written", async () => {
    await using project = await weekly();
    await rm(join(project.root, "issues"), { recursive: true });
    await project.write("issues", "a file where the folder should be");
    const said = await letterpress(project.root, "new", "Hello");
    expect(said).toMatchObject({ code: 2, err: expect.stringContaining("[use/unwritable]") });
  });

  test("waits for no pipe and reads nothing outside of the newsletter", async () => {
    await using project = await weekly();
    await using outside = await weekly();
    await outside.write("secret.yaml", dated("2099-03-03", 99));
    execFileSync("mkfifo", [join(project.root, "issues/2099-02-02-pipe.yaml")]);
    await symlink(join(outside.root, "secret.yaml"), join(project.root, "issues/2099-03-03-linked.yaml"));
    const { code, out } = await letterpress(project.root, "new", "Hello", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ number: 8, from: "issues/2099-01-09-two.yaml" });
    const named = await letterpress(project.root, "new", "Hi", "--from", "2099-03-03-linked");
    expect(named.code).not.toBe(0);
    expect(named.err).toContain("it leads out of the newsletter's folder");
  });

  test("writes through no link to another place, and says what it left", async () => {
    await using project = await weekly();
    await using outside = await weekly();
    await outside.write("settings.json", "{}\n");
    await mkdir(join(project.root, ".vscode"));
    await symlink(join(outside.root, "settings.json"), join(project.root, ".vscode/settings.json"));
    const before = await readdir(outside.root, { recursive: true });
    const { code, err } = await letterpress(project.root, "new", "Hello");
    expect(code).toBe(0);
    expect(err).toContain(
      ".vscode/settings.json was left as it is, because it leads out of the newsletter's folder. Add",
    );
    expect(await readFile(join(outside.root, "settings.json"), "utf8")).toBe("{}\n");
    await rm(join(project.root, ".vscode"), { recursive: true });
    await symlink(outside.root, join(project.root, ".vscode"));
    expect((await letterpress(project.root, "new", "Hello again")).err).toContain(
      ".vscode/extensions.json could not be written: it leads out of the newsletter's folder.",
    );
    expect(await readdir(outside.root, { recursive: true })).toEqual(before);
  });

  test("says when the schema cannot be written", async () => {
    await using project = await weekly();
    await project.write(".letterpress", "a file where the folder should be");
    const { code, err } = await letterpress(project.root, "new", "Hello");
    expect(code).toBe(0);
    expect(err).toContain(
      ".letterpress/issue.schema.json could not be written: .letterpress is not a folder.",
    );
  });

  test("takes invisible characters out of the title, so that check takes the issue", async () => {
    await using project = await weekly();
    const { out } = await letterpress(project.root, "new", "Hello\u202E wo\u2066rld\uFEFF", "--json");
    const { id, title } = JSON.parse(out) as Readonly<Record<string, string>>;
    expect({ id, title }).toEqual({ id: "2099-01-16-hello-wo-rld", title: "Hello wo rld" });
    expect((await letterpress(project.root, "check", id ?? "")).code).toBe(0);
  });

  test("tells the slower of two that the issue is there", async () => {
    await using project = await weekly();
    const issues = await Promise.all(
      [1, 2, 3].map(() => letterpress(project.root, "new", "Hello", "--date", "2099-01-16")),
    );
    expect(issues.map(({ code }) => code).sort()).toEqual([0, 2, 2]);
    for (const { err } of issues.filter(({ code }) => code === 2))
      expect(err).toContain("[use/issue-exists]");
    expect((await readdir(join(project.root, "issues"))).filter((name) => !/^2099/.test(name))).toEqual([]);
  });

  const ifTerminal = canHaveTerminal() ? test : test.skip;

  ifTerminal("asks for the title at a terminal", async () => {
    await using project = await weekly();
    const child = openTerminal(project.root, ["new"]);
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (!said.includes("about?") && (said + chunk).includes("about?")) child.stdin.write("What a week\r");
      said += chunk.toString();
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect(code).toBe(0);
    expect(await readdir(join(project.root, "issues"))).toContain("2099-01-16-what-a-week.yaml");
  });
});
