import { everyRule } from "../../../src/check/rules/all.ts";
import { configJsonSchema } from "../../../src/config/config-schema.ts";
import { issueJsonSchema } from "../../../src/issue/schema/json-schema.ts";
import { commandTreeFile } from "./command-tree.ts";
import { commandsPage } from "./commands-page.ts";
import { configPage } from "./config-page.ts";
import { rulesPage } from "./rules-page.ts";

/**
 * The documents, and what completion knows, that are made of the code, by their path from the root. `npm run docs`
 * writes them.
 */
export async function referenceFiles(): Promise<Readonly<Record<string, string>>> {
  return {
    "docs/reference/commands.md": await commandsPage(),
    "docs/reference/config.md": configPage(),
    "docs/reference/each-rule.md": rulesPage(),
    "src/cli/completion/command-tree.ts": await commandTreeFile(),
    "docs/issue.schema.json": json(issueJsonSchema()),
    "docs/config.schema.json": json(configJsonSchema(everyRule)),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
