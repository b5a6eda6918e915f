import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { issueJsonSchema } from "../../src/issue/schema/json-schema.ts";

const file = fileURLToPath(new URL("../../docs/issue.schema.json", import.meta.url));

test("docs/issue.schema.json is the schema that the code makes (UPDATE_GOLDEN=1 writes it)", async () => {
  const made = `${JSON.stringify(issueJsonSchema(), null, 2)}\n`;
  if (process.env.UPDATE_GOLDEN === "1") await writeFile(file, made);
  expect(await readFile(file, "utf8")).toBe(made);
});
