import { mkdir, readdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { describe, expect, test } from "@jest/globals";
import { exportRun } from "../../src/cli/export/export-run.ts";
import { openExportFolder } from "../../src/preview/export/export-folder.ts";
import { tempFolder } from "../support/temp-folder.ts";

async function exported(path: string, content = "one"): Promise<void> {
  await using folder = await openExportFolder(path, exportRun());
  await folder.write({ path: "index.html", content });
  await folder.write({ path: "issues/a/mail.html", content });
  await folder.finish();
}

describe("the folder of an export", () => {
  test("appears whole, replaces an earlier export whole, and leaves nothing beside itself", async () => {
    await using temp = await tempFolder();
    const path = join(temp.path, "deep", "exported");
    await exported(path);
    {
      await using folder = await openExportFolder(path, exportRun());
      await folder.write({ path: "index.html", content: "two" });
      expect(await readFile(join(path, "index.html"), "utf8")).toBe("one");
      await folder.finish();
    }
    expect(await readFile(join(path, "index.html"), "utf8")).toBe("two");
    expect((await readdir(path)).sort()).toEqual(["index.html", "letterpress-export.json"]);
    expect(await readdir(join(temp.path, "deep"))).toEqual(["exported"]);
  });

  test("stays as it was when an export does not come to its end", async () => {
    await using temp = await tempFolder();
    const path = join(temp.path, "exported");
    await exported(path);
    {
      await using folder = await openExportFolder(path, exportRun());
      await folder.write({ path: "index.html", content: "two" });
    }
    expect(await readFile(join(path, "index.html"), "utf8")).toBe("one");
    expect(await readdir(temp.path)).toEqual(["exported"]);
  });

  test("is an empty one, or one that is linked to, just as well", async () => {
    await using temp = await tempFolder();
    await mkdir(join(temp.path, "empty"));
    await symlink("empty", join(temp.path, "link"));
    await exported(join(temp.path, "link"));
    expect(await readFile(join(temp.path, "empty", "index.html"), "utf8")).toBe("one");
    await exported(join(temp.path, "link"));
    expect((await readdir(temp.path)).sort()).toEqual(["empty", "link"]);
  });

  test("is refused when anything of somebody else would be lost", async () => {
    await using temp = await tempFolder({ "mine/notes.txt": "mine", file: "mine" });
    const at = (name: string) => openExportFolder(join(temp.path, name), exportRun());
    await expect(at("mine")).rejects.toThrow(/mine is not empty, and no export made it\.$/);
    await expect(at("file")).rejects.toThrow(/it is a file\.$/);
    const path = join(temp.path, "exported");
    await exported(path);
    await writeFile(join(path, ".DS_Store"), "");
    await exported(path);
    await writeFile(join(path, "issues/a/notes.txt"), "mine");
    await expect(at("exported")).rejects.toThrow(
      /exported is an earlier export, and issues\/a\/notes\.txt in it is not from there\.$/,
    );
    expect(await readFile(join(path, "issues/a/notes.txt"), "utf8")).toBe("mine");
  });

  test("is refused when somebody puts a file there meanwhile", async () => {
    await using temp = await tempFolder();
    const path = join(temp.path, "exported");
    {
      await using folder = await openExportFolder(path, exportRun());
      await folder.write({ path: "index.html", content: "one" });
      await mkdir(path);
      await writeFile(join(path, "notes.txt"), "mine");
      await expect(folder.finish()).rejects.toThrow("is not empty");
    }
    expect(await readdir(temp.path)).toEqual(["exported"]);
    expect(await readdir(path)).toEqual(["notes.txt"]);
  });

  test("is refused when a folder in it only has the name of a file that file managers leave", async () => {
    await using temp = await tempFolder({ "mine/Thumbs.db/notes.txt": "mine" });
    await expect(exported(join(temp.path, "mine"))).rejects.toThrow(/mine is not empty/);
    expect(await readFile(join(temp.path, "mine/Thumbs.db/notes.txt"), "utf8")).toBe("mine");
  });

  test("is refused where a link leads nowhere", async () => {
    await using temp = await tempFolder();
    await symlink("nowhere", join(temp.path, "link"));
    await expect(exported(join(temp.path, "link"))).rejects.toThrow(/link is a link that leads nowhere\.$/);
    await expect(exported(join(temp.path, "link/deep"))).rejects.toThrow(
      /link is a link that leads nowhere\.$/,
    );
    expect(await readdir(temp.path)).toEqual(["link"]);
  });

  test("is put back, and what was half written goes, when the run before was killed", async () => {
    await using temp = await tempFolder();
    const path = join(temp.path, "exported");
    await exported(path);
    const ended = `${hostname()}~${spawnSync(process.execPath, ["--eval", ""]).pid}~token`;
    const lives = `${hostname()}~${process.ppid}~token`;
    await rename(path, join(temp.path, `.exported.${ended}.old`));
    for (const run of [ended, lives]) await mkdir(join(temp.path, `.exported.${run}.part`));
    await mkdir(join(temp.path, ".exported.mine.part"));
    {
      await using _ = await openExportFolder(path, exportRun());
    }
    expect(await readFile(join(path, "index.html"), "utf8")).toBe("one");
    expect((await readdir(temp.path)).sort()).toEqual(
      ["exported", `.exported.${lives}.part`, ".exported.mine.part"].sort(),
    );
  });
});
