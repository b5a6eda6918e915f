import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { referenceFiles } from "./reference/reference-files.ts";

/* `npm run docs`: writes the documents that are made of the code. */

const root = fileURLToPath(new URL("../../", import.meta.url));
for (const [path, text] of Object.entries(await referenceFiles())) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(`wrote ${path}`);
}
