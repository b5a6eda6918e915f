import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { schemaFile } from "../../issue/scaffold/scaffold-issue.ts";
import { oldestNode } from "../package.ts";
import { configText } from "./config-text.ts";
import { allowedScripts } from "./dependency.ts";
import { firstIssue } from "./first-issue.ts";
import type { NewsletterFacts } from "./newsletter-facts.ts";
import { workflowText } from "./workflow-text.ts";

/** A file of a new newsletter; its path from there on, with slashes. */
export interface InitFile {
  readonly path: string;
  readonly text: string;
}

/** Everything that a new newsletter begins with. Nothing is written yet. */
export async function initFiles(
  facts: NewsletterFacts,
  setting: {
    /** `YYYY-MM-DD` */
    readonly day: string;
    /** The folder of this package, which has the templates. */
    readonly from: string;
    /** The folder of the newsletter. */
    readonly root: string;
    /** How a package.json there names this package: `^0.1.0`, or `file:../letterpress`. */
    readonly dependency: string;
  },
): Promise<readonly InitFile[]> {
  const { day, from, root, dependency } = setting;
  return [
    { path: "letterpress.yaml", text: configText(facts) },
    { path: `issues/${day}-hello.yaml`, text: firstIssue(facts.name, day, schemaFile) },
    ...(await templateFiles(from)),
    { path: ".gitignore", text: ignored },
    { path: ".env.example", text: environment },
    { path: ".github/workflows/newsletter.yml", text: workflowText },
    { path: "package.json", text: packageText(root, dependency) },
  ];
}

async function templateFiles(from: string): Promise<readonly InitFile[]> {
  const entries = await readdir(join(from, "templates"), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.sort().map(async (path) => ({
      path: relative(from, path).split(sep).join("/"),
      text: await readFile(path, "utf8"),
    })),
  );
}

const ignored = `# Readers, the ledger, and what is made anew: never in git.
.letterpress/
node_modules/
exported/
.env
keys/
# Files with readers, such as people.csv, and people.refused.csv, into which an import writes the rows that it refuses: what is in git
# once stays in its history. A table that is not about people is let through by a line such as !prices.csv
*.csv
*.refused*.csv
`;

const environment = `# The secrets of this newsletter. They belong into a copy of this file that is called .env, which git ignores and Letterpress reads:
#   cp .env.example .env && chmod 600 .env
# Write each between the quotes; one with ' in it: between " or \`. What the shell has exported goes before what stands there.
LETTERPRESS_SMTP_PASSWORD=''
`;

/**
 * Node too, because the one of the machine may be older than Letterpress needs: npx and npm scripts take the one that
 * is installed here.
 */
function packageText(root: string, dependency: string): string {
  const content = {
    private: true,
    dependencies: { letterpress: dependency },
    devDependencies: { node: `^${oldestNode()}` },
    allowScripts: allowedScripts(root, dependency),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
