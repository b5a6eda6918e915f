import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { schemaFile } from "../../issue/scaffold/scaffold-issue.ts";
import { configText } from "./config-text.ts";
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
    /** How a package.json names this package: `^0.1.0`, or `file:../letterpress`; undefined where there is a package.json already. */
    readonly dependency: string | undefined;
  },
): Promise<readonly InitFile[]> {
  const { day, from, dependency } = setting;
  return [
    { path: "letterpress.yaml", text: configText(facts) },
    { path: `issues/${day}-hello.yaml`, text: firstIssue(facts.name, day, schemaFile) },
    ...(await templateFiles(from)),
    { path: ".gitignore", text: ignored },
    { path: ".env.example", text: environment },
    { path: ".github/workflows/newsletter.yml", text: workflowText },
    ...(dependency === undefined ? [] : [{ path: "package.json", text: packageText(dependency) }]),
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
`;

const environment = `# The secrets of this newsletter. Copy this file to .env, which is never in git, and let nobody else read it (chmod 600 .env). Fill it
# in there, and load it once in each terminal in which you send:
#   set -a; . ./.env; set +a
LETTERPRESS_SMTP_PASSWORD=
`;

function packageText(dependency: string): string {
  const content = { private: true, dependencies: { letterpress: dependency } };
  return `${JSON.stringify(content, null, 2)}\n`;
}
