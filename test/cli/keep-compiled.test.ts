import { execFile } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { tempFolder } from "../support/temp-folder.ts";
import { entry } from "../support/program.ts";

const run = promisify(execFile);

/** The program as a user starts it: without the cache that the tests share. */
function version(environment: Readonly<Record<string, string>>) {
  return run(process.execPath, [entry, "--version"], { env: { PATH: process.env.PATH, ...environment } });
}

describe("what Node has compiled", () => {
  test("is kept in the cache folder of the user", async () => {
    await using folder = await tempFolder();
    await version({ HOME: folder.path });
    expect(await readdir(join(folder.path, ".cache"))).toEqual(["letterpress"]);
    await version({ HOME: folder.path, XDG_CACHE_HOME: join(folder.path, "elsewhere") });
    expect(await readdir(join(folder.path, "elsewhere"))).toEqual(["letterpress"]);
  });

  test("is not kept where nothing can be written, or when nobody wants it", async () => {
    await using folder = await tempFolder();
    await writeFile(join(folder.path, "file"), "");
    const { stdout, stderr } = await version({ HOME: join(folder.path, "file") });
    expect([stdout, stderr]).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+\n$/), ""]);
    await version({ HOME: folder.path, NODE_DISABLE_COMPILE_CACHE: "1" });
    expect(await readdir(folder.path)).toEqual(["file"]);
  });
});
