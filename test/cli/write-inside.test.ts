import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { writeInside } from "../../src/cli/write-inside.ts";
import { tempFolder } from "../support/temp-folder.ts";

test("of two who write a fresh file at once one is told that it exists, and no part of it stays", async () => {
  await using folder = await tempFolder();
  const write = (text: string) => writeInside(folder.path, "issues/a.yaml", text, { fresh: true });
  const both = await Promise.all([write("one"), write("two")]);
  expect(both.map(({ status }) => status).sort()).toEqual(["exists", "written"]);
  const winner = both[0]?.status === "written" ? "one" : "two";
  expect(await readFile(join(folder.path, "issues/a.yaml"), "utf8")).toBe(winner);
  expect(await readdir(join(folder.path, "issues"))).toEqual(["a.yaml"]);
});

test("a link is not written through, nor does a linked folder lead outside", async () => {
  await using outside = await tempFolder();
  await using folder = await tempFolder();
  await writeFile(join(outside.path, "a.json"), "kept");
  await mkdir(join(folder.path, "own"));
  await symlink(join(outside.path, "a.json"), join(folder.path, "own/a.json"));
  await symlink(outside.path, join(folder.path, "linked"));
  expect(await writeInside(folder.path, "own/a.json", "x")).toEqual({
    status: "refused",
    why: "it is a link",
  });
  expect(await writeInside(folder.path, "linked/below/b.json", "x")).toEqual({
    status: "refused",
    why: "it leads out of the newsletter's folder",
  });
  expect(await readdir(outside.path)).toEqual(["a.json"]);
  expect(await readFile(join(outside.path, "a.json"), "utf8")).toBe("kept");
});
