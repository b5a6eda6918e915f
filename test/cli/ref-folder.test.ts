import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { openRef } from "../../src/cli/git/ref-folder.ts";
import { gitRepository } from "../support/git-repository.ts";
import { tempFolder } from "../support/temp-folder.ts";

const files = {
  "letterpress.yaml": "name: A\n",
  "issues/a.yaml": "subject: A\n",
  "issues/images/ein Bild.png": Buffer.from([0, 255, 10, 13, 10, 0]),
  "issues/empty.txt": "",
  "templates/weekly/theme.yaml": "x: 1\r\n",
  "subscribers.csv": "email\nada@example.org\n",
};

function pointerTo(content: Buffer): string {
  const oid = createHash("sha256").update(content).digest("hex");
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${content.length}\n`;
}

describe("a newsletter taken out of git", () => {
  test("is what the commit has, to the byte, with nothing but what editions are made of, and goes again", async () => {
    await using project = await tempFolder(files);
    await symlink("a.yaml", join(project.path, "issues", "b.yaml"));
    const git = gitRepository(project.path);
    const commit = git("rev-parse", "HEAD");
    await writeFile(join(project.path, "issues/a.yaml"), "subject: B\n");
    git("commit", "--all", "--quiet", "--message", "Another");
    git("tag", "second");
    let root = "";
    {
      await using ref = await openRef(project.path, "HEAD~1");
      root = ref.root;
      expect(ref).toMatchObject({ commit, hasNewsletter: true, absent: [] });
      expect((await readdir(root)).sort()).toEqual(["issues", "letterpress.yaml", "templates"]);
      for (const name of Object.keys(files).slice(0, -1))
        expect(await readFile(join(root, name))).toEqual(Buffer.from(files[name as keyof typeof files]));
      expect(await readlink(join(root, "issues/b.yaml"))).toBe("a.yaml");
    }
    expect(existsSync(root)).toBe(false);
    await using second = await openRef(project.path, "second");
    expect(await readFile(join(second.root, "issues/a.yaml"), "utf8")).toBe("subject: B\n");
  });

  test("is found in a folder of the repository, and may not have been there yet", async () => {
    const letters = Object.entries(files).map(([name, content]) => [`letters/${name}`, content]);
    await using project = await tempFolder({ ...Object.fromEntries(letters), "letterpress.yaml": "another" });
    const git = gitRepository(project.path);
    const root = join(project.path, "letters");
    git("rm", "-r", "--quiet", "--cached", "letters");
    git("commit", "--quiet", "--message", "Without");
    await using none = await openRef(root, "main");
    expect(none.hasNewsletter).toBe(false);
    await using ref = await openRef(root, "main~1");
    expect(await readFile(join(ref.root, "letterpress.yaml"), "utf8")).toBe("name: A\n");
  });

  test("gets pictures of git-lfs from this machine when it has them, and names those it has not", async () => {
    const [kept, here, gone] = ["kept", "here", "gone"].map((one) => Buffer.from(`a picture, ${one}`));
    if (kept === undefined || here === undefined || gone === undefined) throw new Error("never");
    await using project = await tempFolder({
      ...files,
      "issues/kept.png": pointerTo(kept),
      "issues/here.png": pointerTo(here),
      "issues/gone.png": pointerTo(gone),
    });
    gitRepository(project.path);
    const oid = createHash("sha256").update(kept).digest("hex");
    const stored = join(project.path, ".git/lfs/objects", oid.slice(0, 2), oid.slice(2, 4));
    await mkdir(stored, { recursive: true });
    await writeFile(join(stored, oid), kept);
    await writeFile(join(project.path, "issues/here.png"), here);
    await writeFile(join(project.path, "issues/gone.png"), "something else");
    await writeFile(join(project.path, "issues/never-added.png"), "never added");
    await using ref = await openRef(project.path, "main");
    expect(await readFile(join(ref.root, "issues/kept.png"))).toEqual(kept);
    expect(await readFile(join(ref.root, "issues/here.png"))).toEqual(here);
    expect(existsSync(join(ref.root, "issues/gone.png"))).toBe(false);
    expect(ref.absent).toEqual([
      { file: "issues/gone.png", why: expect.stringMatching(/git-lfs.*git lfs fetch origin main$/) },
      { file: "issues/never-added.png", why: expect.stringContaining("git add") },
    ]);
  });

  test("names a file whose content is not in this clone", async () => {
    await using project = await tempFolder(files);
    const git = gitRepository(project.path);
    const object = git("rev-parse", "HEAD:issues/a.yaml");
    await rm(join(project.path, ".git/objects", object.slice(0, 2), object.slice(2)));
    await using ref = await openRef(project.path, "main");
    expect(ref.absent).toEqual([
      { file: "issues/a.yaml", why: expect.stringMatching(/is not in this clone.*git fetch --refetch/) },
    ]);
    expect(existsSync(join(ref.root, "issues/images/ein Bild.png"))).toBe(true);
  });

  test("runs no program that the repository names", async () => {
    await using project = await tempFolder({ ...files, ".gitattributes": "* filter=evil\n" });
    const git = gitRepository(project.path);
    const trace = join(project.path, "ran");
    for (const way of ["smudge", "clean", "process"]) git("config", `filter.evil.${way}`, `touch ${trace}`);
    git("config", "core.fsmonitor", `touch ${trace}`);
    await using ref = await openRef(project.path, "main");
    expect(await readFile(join(ref.root, "issues/a.yaml"), "utf8")).toBe("subject: A\n");
    expect(existsSync(trace)).toBe(false);
  });

  test("stays in its folder when a tree has a link and a folder of the same name", async () => {
    await using project = await tempFolder(files);
    await using outside = await tempFolder();
    const git = gitRepository(project.path);
    const object = (kind: string, content: Buffer) => {
      const args = ["-C", project.path, "hash-object", "-w", "--literally", "-t", kind, "--stdin"];
      return execFileSync("git", args, { input: content, encoding: "utf8" }).trim();
    };
    const entry = (mode: string, name: string, id: string) =>
      Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, "hex")]);
    const out = object("blob", Buffer.from(outside.path));
    const inner = object("tree", entry("120000", "b", out));
    const issues = object("tree", Buffer.concat([entry("120000", "a", out), entry("40000", "a", inner)]));
    const tree = object("tree", entry("40000", "issues", issues));
    await using ref = await openRef(project.path, git("commit-tree", tree, "-m", "Crafted"));
    expect(await readdir(outside.path)).toEqual([]);
    expect(await readlink(join(ref.root, "issues/a/b"))).toBe(outside.path);
  });

  test("is refused in words for a ref that is none, and leaves no folder behind", async () => {
    await using project = await tempFolder(files);
    const git = gitRepository(project.path);
    git("update-ref", "refs/remotes/origin/release", "HEAD");
    const before = await refFolders();
    const said = async (ref: string) => {
      const fault: unknown = await openRef(project.path, ref).catch((one: unknown) => one);
      return `${(fault as Error).message} ${Reflect.get(fault as object, "remedy")}`;
    };
    expect(await said("mian")).toBe('git knows no commit "mian" here. Did you mean "main"?');
    expect(await said("release")).toBe('git knows no commit "release" here. Did you mean "origin/release"?');
    expect(await said("somewhere-else")).toContain("git fetch origin somewhere-else");
    for (const ref of ["--output=x", "-", ""])
      expect(await said(ref)).toContain(`"${ref}" is no name of a commit.`);
    await using outside = await tempFolder(files);
    await expect(openRef(outside.path, "main")).rejects.toThrow("is in no git repository");
    expect(await refFolders()).toEqual(before);
  });
});

async function refFolders(): Promise<readonly string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith("letterpress-ref-")).sort();
}
