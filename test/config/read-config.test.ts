import { mkdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/read-config.ts";
import { configText } from "../support/config-text.ts";
import { tempFolder } from "../support/temp-folder.ts";

describe("letterpress.yaml", () => {
  test("is found in the folder itself", async () => {
    await using folder = await tempFolder({ "letterpress.yaml": configText() });
    const { config, problems } = await readConfig(folder.path);
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ root: folder.path, file: "letterpress.yaml" });
  });

  test("is found in a folder above", async () => {
    await using folder = await tempFolder({ "letterpress.yaml": configText(), "issues/2026/x.yaml": "" });
    expect((await readConfig(join(folder.path, "issues/2026"))).config?.root).toBe(folder.path);
  });

  test("is the nearest one", async () => {
    await using folder = await tempFolder({
      "letterpress.yaml": configText({ name: "Outer" }),
      "inner/letterpress.yaml": configText({ name: "Inner" }),
    });
    expect((await readConfig(join(folder.path, "inner"))).config?.name).toBe("Inner");
  });

  test("is found from a relative path, and still knows its folder in full", async () => {
    await using folder = await tempFolder({ "letterpress.yaml": configText() });
    const { config } = await readConfig(relative(process.cwd(), folder.path));
    expect(config?.root).toBe(folder.path);
  });

  test("is named without its folder in findings", async () => {
    await using folder = await tempFolder({ "letterpress.yaml": configText({ siteUrl: "x" }) });
    const { config, problems } = await readConfig(folder.path);
    expect(config).toBeUndefined();
    expect(problems.map(({ at }) => `${at.file}:${at.line}:${at.column}`)).toEqual(["letterpress.yaml:4:10"]);
  });

  test("that is nowhere is a fault with a remedy", async () => {
    await using folder = await tempFolder();
    await expect(readConfig(folder.path)).rejects.toMatchObject({
      name: "LetterpressError",
      code: "use/no-newsletter",
      message: "There is no letterpress.yaml in this folder or above it.",
      remedy: "Go to the folder of your newsletter, or begin one with: npx letterpress init my-news",
    });
  });

  test("that is nowhere ends the search for a relative path too", async () => {
    await using folder = await tempFolder();
    await expect(readConfig(relative(process.cwd(), folder.path))).rejects.toMatchObject({
      code: "use/no-newsletter",
    });
  });

  test("that is a folder is a fault, and the search does not go on above it", async () => {
    await using folder = await tempFolder({ "letterpress.yaml": configText() });
    await mkdir(join(folder.path, "inner/letterpress.yaml"), { recursive: true });
    await expect(readConfig(join(folder.path, "inner"))).rejects.toMatchObject({
      code: "config/unreadable",
      message: `${join(folder.path, "inner/letterpress.yaml")} cannot be read: it is a folder, not a file.`,
      remedy: "Make it a file that you may read.",
      cause: expect.objectContaining({ code: "EISDIR" }),
    });
  });
});
