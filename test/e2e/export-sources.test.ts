import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { gitRepository } from "../support/git-repository.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";
import { start } from "./newsletter.ts";
import { pixel } from "../preview/mail-builder.ts";

const quiet = "2026-09-01-quiet";
const broken = issueText({ letter: "Hello {{fristName}}." });
const against = ["preview", "--export", "out", "--against", "main"];

async function headline({ root }: TempProject): Promise<string | undefined> {
  return /<h1>(.*?)<\/h1>/.exec(await readFile(join(root, "out/index.html"), "utf8"))?.[1];
}

describe("an export that compares", () => {
  test("never says that readers get the same when an issue is broken, or cannot be compared", async () => {
    await using project = await tempProject({ [quiet]: issueText() });
    const git = gitRepository(project.root);
    await project.write(`issues/${quiet}.yaml`, broken);
    await letterpress(project.root, ...against);
    expect(await headline(project)).toBe("1 issue broken");
    git("commit", "--all", "--quiet", "--message", "Broken");
    await project.write(`issues/${quiet}.yaml`, issueText());
    await letterpress(project.root, ...against);
    expect(await headline(project)).toBe("1 issue not comparable");
    git("commit", "--all", "--quiet", "--message", "Mended");
    await project.write(`issues/${quiet}.yaml`, `# A note.\n${issueText()}`);
    await letterpress(project.root, ...against);
    expect(await headline(project)).toBe("Readers get the same");
    const mail = await readFile(join(project.root, "out/issues", quiet, "all/mail.html"), "utf8");
    expect(mail).toMatch(/HTML [\d.]+ KB; Gmail cuts after 100 KB</);
  });

  test("neither reads what a link leads to outside of the newsletter, nor waits for a pipe", async () => {
    await using project = await tempProject({ [quiet]: issueText() });
    await using outside = await tempFolder();
    execFileSync("mkfifo", [join(outside.path, "pipe"), join(project.root, "issues/pipe")]);
    await symlink(join(outside.path, "pipe"), join(project.root, "issues/linked.png"));
    await symlink(join(outside.path, "pipe"), join(project.root, "templates/weekly/linked.mjml"));
    gitRepository(project.root);
    expect(await letterpress(project.root, ...against)).toMatchObject({
      code: 0,
      out: expect.stringContaining("  1 issue as before\n"),
    });
  });

  test("takes files for the same of which only the line ends differ, as git writes them on Windows", async () => {
    const picture = Buffer.concat([Buffer.from(pixel, "base64"), Buffer.from("\r\n")]);
    const more = "  - image: { src: dot.png, alt: A red dot }\n";
    await using project = await tempProject({ [quiet]: issueText({ more }) });
    await project.write("issues/dot.png", picture);
    gitRepository(project.root);
    for (const file of [`issues/${quiet}.yaml`, "letterpress.yaml", "templates/weekly/template.mjml"]) {
      const text = await readFile(join(project.root, file), "utf8");
      await project.write(file, text.replaceAll("\n", "\r\n"));
    }
    const same = await letterpress(project.root, ...against);
    expect(same).toMatchObject({ code: 0, out: expect.stringContaining("  1 issue as before\n") });
    await project.write("issues/dot.png", Buffer.concat([Buffer.from(pixel, "base64"), Buffer.from("\n")]));
    expect((await letterpress(project.root, ...against)).out).toMatch(/changed +2026-09-01-quiet\n/);
  });
});

describe("the folder of an export", () => {
  test("is none that a newsletter, git or the store is made of, by a link neither", async () => {
    await using project = await tempProject({ [quiet]: issueText() });
    gitRepository(project.root);
    await mkdir(join(project.root, ".letterpress"), { recursive: true });
    const folders = ["issues", "templates", ".git", ".letterpress"];
    for (const folder of folders) await symlink(folder, join(project.root, `to-${folder}`));
    const before = (await readdir(project.root, { recursive: true })).sort();
    for (const folder of folders)
      for (const path of [`${folder}/out`, `to-${folder}/deep/out`])
        expect(await letterpress(project.root, "preview", "--export", path)).toMatchObject({
          code: 2,
          err: expect.stringContaining(`error The folder ${folder}/ `),
        });
    expect((await readdir(project.root, { recursive: true })).sort()).toEqual(before);
  });
});

describe("a ref that is none", () => {
  test("is refused when it begins like an option, and is no reason to print the version", async () => {
    await using project = await tempProject({ [quiet]: issueText() });
    gitRepository(project.root);
    for (const ref of ["-v1", "-v", "-h"])
      expect(
        await start(project.root, ["preview", "--export", "out", "--against", ref]).finished,
      ).toMatchObject({
        code: 2,
        out: "",
        err: expect.stringContaining(`"${ref}" is no name of a commit.`),
      });
    expect(await readdir(project.root)).not.toContain("out");
  });

  test("gets no advice that would write a branch", async () => {
    await using project = await tempProject({ [quiet]: issueText() });
    gitRepository(project.root);
    const said = async (ref: string) =>
      (await letterpress(project.root, "preview", "--export", "out", "--against", ref)).err;
    for (const ref of ["v1:issues", "v1^", "v1~3", "v1@{1}"]) {
      expect(await said(ref)).toContain(`git knows no commit "${ref}" here. Name a branch`);
      expect(await said(ref)).not.toContain("git fetch");
    }
    expect(await said("v1;ls")).toContain("git fetch origin 'v1;ls', and then");
  });
});
