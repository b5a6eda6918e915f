import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { issueText } from "../support/temp-project.ts";
import { inGit } from "./newsletter-in-git.ts";
import { start, until } from "./newsletter.ts";

describe("preview --export, when it cannot be done,", () => {
  test("says what is wrong with what was asked for, and writes nothing", async () => {
    await using newsletter = await inGit();
    const { project } = newsletter;
    await project.write("notes.txt", "mine");
    const said = async (...args: readonly string[]) => {
      const { code, err } = await letterpress(project.root, "preview", ...args);
      expect(code).toBe(2);
      return err;
    };
    expect(await said("--against", "main")).toContain("Add a folder, as in:");
    expect(await said("--export", "out", "--port", "4000")).toContain("--port does nothing with --export.");
    expect(await said("--export", "")).toContain("--export names no folder.");
    expect(await said("--export", ".")).toContain("is not empty, and no export made it.");
    expect(await said("--export", "notes.txt")).toContain("it is a file.");
    expect(await said("--export", "issues/out")).toContain(
      "The folder issues/ is what an export is made of.",
    );
    expect(await said("--export", "out", "--against", "mian")).toContain('Did you mean "main"?');
    expect(await said("--export", "out", "--against=--help")).toContain('"--help" is no name of a commit.');
    expect(await said("--export", "out", "--list", "nobody")).toContain('There is no list "nobody".');
    expect(await said("nothing", "--export", "out")).toContain('There is no issue "nothing".');
    expect((await readdir(project.root)).filter((name) => name.includes("out"))).toEqual([]);
  });

  test("says so when there is no git, and leaves nothing when it is interrupted", async () => {
    await using newsletter = await inGit();
    const { project } = newsletter;
    const args = ["preview", "--export", "out", "--against", "main"];
    await using temp = await tempFolder();
    const without = await start(project.root, args, { PATH: temp.path }).finished;
    expect(without).toMatchObject({
      code: 2,
      err: expect.stringContaining("The program git cannot be started"),
    });
    for (let number = 10; number < 40; number += 1)
      await writeFile(
        join(project.root, `issues/2026-11-${number}.yaml`),
        issueText({ letter: `Number ${number}.` }),
      );
    const parts = () => readdir(project.root).then((names) => names.filter((name) => name.includes("out")));
    // A second Ctrl-C ends it at once, while the first is still being followed.
    for (const times of [1, 2]) {
      const { child, finished, said } = start(project.root, args, { TMPDIR: temp.path });
      let isBegun = false;
      const look = setInterval(async () => {
        isBegun ||= (await parts()).length > 0;
      }, 2);
      await until(() => isBegun);
      clearInterval(look);
      child.kill("SIGINT");
      await until(() => said() !== "" || child.exitCode !== null);
      if (times === 2) child.kill("SIGINT");
      expect(await finished).toMatchObject({ code: 130, out: "", err: "Stopping: nothing is written.\n" });
      expect(await parts()).toEqual([]);
      expect(await readdir(temp.path)).toEqual([]);
    }
  });
});
