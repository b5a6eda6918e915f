import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { stateOf } from "../../build/when-changed.ts";
import { tempFolder } from "../support/temp-folder.ts";

test("A link that leads nowhere, as an editor makes it beside a file, stops no build; when it leads somewhere that is told", async () => {
  await using folder = await tempFolder();
  const link = join(folder.path, ".#file.ts");
  await symlink("nowhere", link);
  expect(await stateOf(link)).toBe("gone");
  await writeFile(join(folder.path, "nowhere"), "one");
  expect(await stateOf(link)).toMatch(/^3 \d/);
});
