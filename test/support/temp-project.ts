import { cpSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../../src/config/config.ts";
import { readConfig } from "../../src/config/read-config.ts";

/** A newsletter of its own: the sample's letterpress.yaml and templates, and issues that the test writes. */
export interface TempProject extends AsyncDisposable {
  readonly root: string;
  /** The good configuration it starts with. */
  readonly config: Config;
  /** Writes a file; `path` is relative to the root. */
  write(path: string, text: string | Buffer): Promise<void>;
  remove(): Promise<void>;
}

export async function tempProject(issues: Readonly<Record<string, string>> = {}): Promise<TempProject> {
  const root = await mkdtemp(join(tmpdir(), "letterpress-project-"));
  // For a hundred files it takes a tenth of what its promise takes.
  for (const name of ["letterpress.yaml", "templates"])
    cpSync(join(repository, name), join(root, name), { recursive: true });
  await mkdir(join(root, "issues"));
  const project = {
    root,
    async write(path: string, text: string | Buffer) {
      await writeFile(join(root, path), text);
    },
    remove: async () => rmSync(root, { recursive: true, force: true }),
  };
  for (const [id, text] of Object.entries(issues)) await project.write(`issues/${id}.yaml`, text);
  const { config, problems } = await readConfig(root);
  if (config === undefined) throw new Error(`letterpress.yaml has problems: ${JSON.stringify(problems)}`);
  return { ...project, config, [Symbol.asyncDispose]: project.remove };
}

/** An issue without fault. `letter` and `more` are put in as they are, so their lines have to be indented. */
export function issueText(
  changes: { readonly subject?: string; readonly letter?: string; readonly more?: string } = {},
): string {
  const {
    subject = "A quiet week in printing",
    letter = "Movable letters changed reading.",
    more = "",
  } = changes;
  return `subject: ${subject}
preheader: What happened in the shop, told in five minutes
number: 7
date: 2026-09-01
status: ready
blocks:
  - letter: |
      Hello {{firstName|there}},

      ${letter}
${more}`;
}

const repository = fileURLToPath(new URL("../../", import.meta.url));
