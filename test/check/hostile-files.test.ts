import { execFileSync } from "node:child_process";
import { mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { checkIssue } from "../../src/check/check-issue.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";

/*
 * Nothing outside of the newsletter's folder is read, whatever lies in it; and what has no end is not waited for. What
 * is read of a file that leads outside would be seen in a finding, so each test looks for it.
 */

const secret = "s3cret-of-the-machine";

async function findings(project: TempProject): Promise<readonly string[]> {
  const { root, config } = project;
  const [list] = config.lists;
  if (list === undefined) throw new Error("the sample newsletter has no list");
  const { problems } = await checkIssue(
    { root, fields: config.fields, sender: list.sender },
    "issues/hello.yaml",
  );
  return problems.map(formatProblem);
}

/** Puts something else in the place of a file of the newsletter. */
type Swap = (path: string, elsewhere: string) => Promise<void>;

const swaps: Readonly<Record<string, readonly [Swap, why: string]>> = {
  "a link that leads outside": [
    async (path, elsewhere) => symlink(join(elsewhere, "secret"), path),
    "it leads out of the newsletter's folder",
  ],
  "a folder": [async (path) => void (await mkdir(path)), "it is a folder, not a file"],
  "a pipe": [async (path) => void execFileSync("mkfifo", [path]), "it is a pipe or a device, not a file"],
  "a link to a device": [
    async (path) => symlink("/dev/zero", path),
    "it leads out of the newsletter's folder",
  ],
};

async function swapped(
  file: string,
  swap: Swap,
): Promise<TempProject & { readonly elsewhere: AsyncDisposable }> {
  const project = await tempProject({ hello: issueText({ more: "  - ribbon: {title: x}\n" }) });
  const elsewhere = await tempFolder({ secret });
  await project.write(
    "templates/weekly/blocks/ribbon.mjml",
    "<mj-section><mj-column><mj-text>{{title}}</mj-text></mj-column></mj-section>",
  );
  await rm(join(project.root, file), { force: true });
  await swap(join(project.root, file), elsewhere.path);
  return { ...project, elsewhere };
}

describe.each(Object.entries(swaps))("%s", (_, [swap, why]) => {
  test.each(["template.mjml", "theme.yaml", "blocks/letter.mjml", "words/en.yaml"])(
    "in the place of a template's %s is told",
    async (name) => {
      const file = `templates/weekly/${name}`;
      await using project = await swapped(file, swap);
      await using _elsewhere = project.elsewhere;
      const found = await findings(project);
      expect(found).toEqual([expect.stringContaining(`${file} cannot be read: ${why}.`)]);
      expect(found.join()).not.toContain(secret);
    },
  );

  test("in the place of the rules of a block of the template's own is told at that file", async () => {
    const file = "templates/weekly/blocks/ribbon.schema.yaml";
    await using project = await swapped(file, swap);
    await using _elsewhere = project.elsewhere;
    const found = await findings(project);
    expect(found).toContainEqual(
      expect.stringContaining(`${file}:1:1 the rules of the block "ribbon" cannot be read: ${why}.`),
    );
    expect(found.join()).not.toContain(secret);
  });

  test("in the place of an issue stops before it is read", async () => {
    await using project = await swapped("issues/hello.yaml", swap);
    await using _elsewhere = project.elsewhere;
    await expect(findings(project)).rejects.toMatchObject({
      code: "issue/unreadable",
      message: `The issue issues/hello.yaml cannot be read: ${why}.`,
    });
  });
});

test("a template that is a link to a folder elsewhere is refused; one inside of the newsletter is not", async () => {
  await using project = await tempProject({
    hello: issueText().replace("status:", "template: mine\nstatus:"),
  });
  await using other = await tempProject();
  await symlink(join(other.root, "templates/weekly"), join(project.root, "templates/mine"));
  expect(await findings(project)).toEqual([
    expect.stringContaining(
      "templates/mine/template.mjml cannot be read: it leads out of the newsletter's folder.",
    ),
  ]);
  await rm(join(project.root, "templates/mine"));
  await symlink("weekly", join(project.root, "templates/mine"));
  expect(await findings(project)).toEqual([]);
});

test("a newsletter may itself be reached through a link", async () => {
  await using project = await tempProject({ hello: issueText() });
  await using folder = await tempFolder({});
  await symlink(project.root, join(folder.path, "linked"));
  expect(await findings({ ...project, root: join(folder.path, "linked") })).toEqual([]);
});

test("a huge file of a template is refused with its size", async () => {
  await using project = await tempProject({ hello: issueText() });
  await project.write("templates/weekly/blocks/letter.mjml", "<mj-section></mj-section>\n".repeat(100_000));
  expect(await findings(project)).toEqual([
    expect.stringContaining("templates/weekly/blocks/letter.mjml cannot be read: it is larger than 256 KB."),
  ]);
});

test("a configuration that is a pipe or a folder is refused and not waited for", async () => {
  await using folder = await tempFolder({});
  const path = join(folder.path, "letterpress.yaml");
  execFileSync("mkfifo", [path]);
  await expect(readConfig(folder.path)).rejects.toMatchObject({ code: "config/unreadable" });
  await rm(path);
  await mkdir(path);
  await expect(readConfig(folder.path)).rejects.toMatchObject({ code: "config/unreadable" });
});

test.each([
  ["../../../../../../etc/passwd", "issue/image-outside"],
  ["/etc/passwd", "issue/image-outside"],
  ["../letterpress.yaml", "issue/image-outside"],
  ["../not-there.png", "issue/image-outside"],
  ["linked.png", "issue/image-outside"],
  [".", "issue/image-missing"],
  ["pipe.png", "issue/image-missing"],
  ["none.png", "issue/image-missing"],
])("a picture %s is told at its place and not read", async (src, code) => {
  const more = `  - feature:\n      title: A\n      image: {src: ${src}, alt: x}\n      body: B\n`;
  await using project = await tempProject({ hello: issueText({ more }) });
  await using elsewhere = await tempFolder({ secret });
  await symlink(join(elsewhere.path, "secret"), join(project.root, "issues/linked.png"));
  execFileSync("mkfifo", [join(project.root, "issues/pipe.png")]);
  const found = await findings(project);
  expect(found).toEqual([expect.stringMatching(new RegExp(`^issues/hello\\.yaml:13:20 .*\\[${code}\\]$`))]);
});
