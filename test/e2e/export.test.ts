import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { gitRepository } from "../support/git-repository.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";
import { pixel } from "../preview/mail-builder.ts";
import { inGit, other, quiet } from "./newsletter-in-git.ts";

const picture = "  - image: { src: dot.png, alt: A red dot }\n";

function page({ root }: TempProject, path: string): Promise<string> {
  return readFile(join(root, "out", path), "utf8");
}

/** Every file below a folder, with its content. */
async function contents(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.sort().map(async (file) => [relative(folder, file), await readFile(file)] as const);
  return new Map(await Promise.all(read));
}

describe("preview --export", () => {
  test("writes every view of every issue, in git or not", async () => {
    await using project = await tempProject({ [quiet]: issueText(), [other]: issueText() });
    const { code, out } = await letterpress(project.root, "preview", "--export", "out");
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(
        /^ {2}shown +2026-09-08-other\n {2}shown +2026-09-01-quiet\nOpen .*out\/index\.html\n$/,
      ),
    });
    expect((await readdir(join(project.root, "out/issues", quiet, "all"))).sort()).toEqual([
      "headers.html",
      "inbox.html",
      "mail-dark.html",
      "mail-fully.html",
      "mail-no-pictures.html",
      "mail-partly.html",
      "mail.html",
      "message.eml",
      "raw.html",
      "source.html",
      "text.html",
      "web-dark.html",
      "web-fully.html",
      "web-no-pictures.html",
      "web-partly.html",
      "web.html",
    ]);
    expect(await page(project, "index.html")).not.toContain("Made from");
  });

  test("against a ref shows the issues that differ, with their subject and words before and after", async () => {
    await using newsletter = await inGit();
    const { project, git } = newsletter;
    git("switch", "--quiet", "--create", "work");
    await project.write(`issues/${quiet}.yaml`, issueText({ subject: "A loud week in printing" }));
    await project.write("issues/2026-10-01-new.yaml", issueText({ subject: "A new one" }));
    const { code, out } = await letterpress(project.root, "preview", "--export", "out", "--against", "main");
    const commit = git("rev-parse", "main").slice(0, 12);
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(
        new RegExp(
          `^Compared with main \\(${commit}\\):\n {2}new +2026-10-01-new\n {2}changed +${quiet}\n {2}1 other issue as before\nOpen `,
        ),
      ),
    });
    const changes = await page(project, `issues/${quiet}/all/changes.html`);
    expect(changes).toContain("A <del>quiet</del> week in printing");
    expect(changes).toContain("A <ins>loud</ins> week in printing");
    expect(await page(project, `issues/${quiet}/all/beside.html`)).toMatch(
      /Before, in main.*A quiet week.*After.*A loud week/s,
    );
    expect(await page(project, "issues/2026-10-01-new/all/mail.html")).toContain(
      "This issue is not in <bdi>main</bdi>.",
    );
    expect(existsSync(join(project.root, "out/issues", other))).toBe(false);
    expect(await page(project, "index.html")).toMatch(/1 issue changed, 1 new.*1 other issue as before/s);

    // What was asked for is shown, whether it differs or not.
    const named = await letterpress(project.root, "preview", other, "--export", "out", "--against", "main");
    expect(named.out).toContain(`  same            ${other}\n`);
    expect((await readdir(join(project.root, "out/issues"))).sort()).toEqual([other]);
  });

  test("renders what was before with the template, the configuration and the pictures of before", async () => {
    await using newsletter = await inGit({ [quiet]: issueText({ more: picture }) });
    const { project } = newsletter;
    const theme = "templates/weekly/template.mjml";
    const text = await readFile(join(project.root, theme), "utf8");
    await project.write(theme, text.replace("</mj-body>", "<mj-raw><!-- of now --></mj-raw></mj-body>"));
    const config = await readFile(join(project.root, "letterpress.yaml"), "utf8");
    const renamed = config
      .replace("\n  name: The Letterpress Weekly", "\n  name: The Composing Weekly")
      .replace("replyTo: desk@", "replyTo: composing@");
    await project.write("letterpress.yaml", renamed);
    await rm(join(project.root, "issues/dot.png"));
    await project.write(`issues/${quiet}.yaml`, issueText());
    const { code, out } = await letterpress(project.root, "preview", "--export", "out", "--against", "HEAD");
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(/changed +2026-09-08-other\n +changed +2026-09-01-quiet/),
    });
    expect(await page(project, `issues/${other}/all/changes.html`)).toContain(
      "The <ins>Composing</ins> Weekly",
    );
    expect(await readdir(join(project.root, "out/issues", quiet, "pictures"))).toHaveLength(1);
    const beside = await page(project, `issues/${quiet}/all/beside.html`);
    expect(beside.indexOf("A red dot")).toBeGreaterThan(0);
    expect(beside.lastIndexOf("A red dot")).toBeLessThan(beside.lastIndexOf("of now"));
  });

  test("takes an issue for changed when only its picture is, and for the same when only others are", async () => {
    await using newsletter = await inGit({ [quiet]: issueText({ more: picture }) });
    const { project } = newsletter;
    const against = () => letterpress(project.root, "preview", "--export", "out", "--against", "main");
    await project.write("issues/unused.png", Buffer.from(pixel, "base64"));
    expect((await against()).out).toContain("  2 issues as before\n");
    await project.write("issues/dot.png", Buffer.concat([Buffer.from(pixel, "base64"), Buffer.from("more")]));
    expect((await against()).out).toMatch(/changed +2026-09-01-quiet\n {2}1 other issue as before\n/);
    expect(await readdir(join(project.root, "out/issues", quiet, "pictures"))).toHaveLength(2);
  });

  test("names variants that came and went, issues that are gone, and files of which only the text differs", async () => {
    const arms = (subjects: string, only = "tag member") =>
      issueText({ subject: subjects, more: `  - letter:\n      only: ${only}\n      body: For some.\n` });
    await using newsletter = await inGit({
      "2026-10-01-arms": arms("[One, Two]"),
      "2026-10-02-gone": issueText(),
    });
    const { project } = newsletter;
    await project.write("issues/2026-10-01-arms.yaml", arms("[One, Two, Three]"));
    await project.write(`issues/${quiet}.yaml`, `# A note.\n${issueText()}`);
    await rm(join(project.root, "issues/2026-10-02-gone.yaml"));
    const { out } = await letterpress(project.root, "preview", "--export", "out", "--against", "main");
    expect(out).toMatch(/changed +2026-10-01-arms +variants: 2 new\n/);
    expect(out).toMatch(/same mail +2026-09-01-quiet\n/);
    expect(out).toMatch(/gone +2026-10-02-gone\n/);
    expect(await page(project, "index.html")).toContain("issues/2026-10-02-gone.yaml is not there any more.");
    const isNew = await page(project, "issues/2026-10-01-arms/c.1/mail.html");
    expect(isNew).toContain("In <bdi>main</bdi> no reader gets this variant.");

    await project.write(
      "issues/2026-10-01-arms.yaml",
      arms("[One, Two]").replace(/ {2}- letter:\n {6}only.*/s, ""),
    );
    await letterpress(project.root, "preview", "--export", "out", "--against", "main");
    expect(await page(project, "issues/2026-10-01-arms/a/mail.html")).toMatch(/<span class="chip gone">gone/);
  });

  test("shows the findings of what cannot be rendered, now or before, and fails for what cannot be now", async () => {
    const broken = issueText({ letter: "Hello {{fristName}}." });
    await using newsletter = await inGit({
      "2026-10-01-was": broken,
      "2026-10-02-pictured": issueText({ more: picture }),
    });
    const { project, git } = newsletter;
    git("rm", "--quiet", "--cached", "issues/dot.png");
    git("commit", "--quiet", "--message", "Without the picture");
    await project.write("issues/2026-10-01-was.yaml", issueText({ letter: "Hello." }));
    await project.write("issues/2026-10-02-pictured.yaml", issueText({ more: picture, letter: "Changed." }));
    const fine = await letterpress(project.root, "preview", "--export", "out", "--against", "main");
    expect(fine.code).toBe(0);
    expect(fine.out).toMatch(/not comparable +2026-10-01-was\n/);
    expect(await page(project, "issues/2026-10-01-was/findings.html")).toMatch(/In main.*fristName/s);
    expect(await page(project, "issues/2026-10-02-pictured/findings.html")).toMatch(
      /In main.*dot\.png.*<b>issues\/dot\.png<\/b> is not in git/s,
    );

    await project.write(`issues/${quiet}.yaml`, broken);
    const { code, out } = await letterpress(project.root, "preview", "--export", "out", "--against", "main");
    expect({ code, out }).toMatchObject({
      code: 1,
      out: expect.stringMatching(/broken +2026-09-01-quiet {2}has errors/),
    });
    expect(await page(project, `issues/${quiet}/findings.html`)).toMatch(
      /letter.*fristName.*Readers would see nothing where.*issues\/2026-09-01-quiet\.yaml:10:13/s,
    );
    expect(await page(project, "index.html")).toContain(
      "In <bdi>main</bdi> this issue could be rendered; now it cannot.",
    );
  });

  test("compares with a configuration that cannot be read, and with a commit before the newsletter", async () => {
    await using project = await tempProject({ [quiet]: issueText() });
    const good = await readFile(join(project.root, "letterpress.yaml"), "utf8");
    await project.write("letterpress.yaml", "name: [\n");
    const git = gitRepository(project.root);
    await project.write("letterpress.yaml", good);
    const broken = await letterpress(project.root, "preview", "--export", "out", "--against", "main");
    expect(broken).toMatchObject({
      code: 0,
      out: expect.stringMatching(/not comparable +2026-09-01-quiet\n/),
    });
    expect(broken.err).toMatch(/^warning main: letterpress\.yaml:\d+:\d+ /);
    expect(await page(project, "index.html")).toContain(
      "How the newsletter was in <bdi>main</bdi> cannot be shown.",
    );
    git("rm", "--quiet", "--cached", "letterpress.yaml");
    git("commit", "--quiet", "--message", "Without");
    const { out } = await letterpress(project.root, "preview", "--export", "out", "--against", "main");
    expect(out).toMatch(/new +2026-09-01-quiet\n/);
  });

  test("gives the same bytes for the same commit, wherever it lies, and names no place or reader of the machine", async () => {
    await using newsletter = await inGit({ [quiet]: issueText({ more: picture }) });
    const { project, git } = newsletter;
    await mkdir(join(project.root, "readers"));
    await project.write("readers/ada.csv", "email,firstName\nada@example.org,Ada\n");
    await letterpress(project.root, "subscribers", "import", "readers/ada.csv");
    await project.write(`issues/${quiet}.yaml`, issueText({ more: picture, letter: "Something else." }));
    git("commit", "--quiet", "--message", "Another", "issues");
    await using clone = await tempFolder();
    git("clone", "--quiet", project.root, join(clone.path, "elsewhere"));
    const run = (root: string) => letterpress(root, "preview", "--export", "out", "--against", "HEAD~1");
    expect((await run(project.root)).code).toBe(0);
    expect((await run(join(clone.path, "elsewhere"))).code).toBe(0);
    const [one, two] = [
      await contents(join(project.root, "out")),
      await contents(join(clone.path, "elsewhere/out")),
    ];
    expect([...two.keys()]).toEqual([...one.keys()]);
    for (const [file, bytes] of one)
      expect({ file, isSame: two.get(file)?.equals(bytes) }).toEqual({ file, isSame: true });
    const all = Buffer.concat([...one.values()]).toString("latin1");
    for (const word of [project.root, clone.path, "letterpress-ref-", "ada@example.org", "vscode:"])
      expect(all).not.toContain(word);
  });
});
