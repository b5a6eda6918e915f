import { expect, test } from "@jest/globals";
import type { Config } from "../../src/config/config.ts";
import { secretsOf } from "../../src/cli/secrets.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { tempFolder } from "../support/temp-folder.ts";

const at = (root: string, environment: Terminal["environment"] = {}) =>
  secretsOf({ environment } as Terminal, { root } as Config);

test("secrets come from the file .env of the newsletter, where the shell has not exported them", async () => {
  await using folder = await tempFolder({
    ".env": "# of the relay\nLETTERPRESS_SMTP_PASSWORD='a # sign, a $HOME and \"two\" quotes'\nOTHER=plain\n",
  });
  expect(at(folder.path)).toEqual({
    LETTERPRESS_SMTP_PASSWORD: 'a # sign, a $HOME and "two" quotes',
    OTHER: "plain",
  });
  expect(at(folder.path, { OTHER: "exported" }).OTHER).toBe("exported");
  // As a workflow has it whose secret is missing.
  expect(at(folder.path, { OTHER: "" }).OTHER).toBe("plain");
});

test("a newsletter need not have a file .env, and one that cannot be read is told", async () => {
  await using without = await tempFolder();
  expect(at(without.path, { OTHER: "exported" })).toEqual({ OTHER: "exported" });
  await using odd = await tempFolder({ ".env/inside": "" });
  expect(() => at(odd.path)).toThrow("The file .env cannot be read: it is a folder, not a file.");
});
