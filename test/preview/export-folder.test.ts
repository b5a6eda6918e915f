import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { openExportFolder } from "../../src/preview/export/export-folder.ts";
import { tempFolder } from "../support/temp-folder.ts";

async function exported(path: string, content = "one"): Promise<void> {
  await using folder = await openExportFolder(path);
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
      await using folder = await openExportFolder(path);
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
      await using folder = await openExportFolder(path);
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
    const at = (name: string) => openExportFolder(join(temp.path, name));
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
      await using folder = await openExportFolder(path);
      await folder.write({ path: "index.html", content: "one" });
      await mkdir(path);
      await writeFile(join(path, "notes.txt"), "mine");
      await expect(folder.finish()).rejects.toThrow("is not empty");
    }
    expect(await readdir(temp.path)).toEqual(["exported"]);
    expect(await readdir(path)).toEqual(["notes.txt"]);
  });
});
