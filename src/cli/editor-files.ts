import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BlockKind } from "../issue/kinds/block-kind.ts";
import { readKinds } from "../issue/kinds/read-kinds.ts";
import { schemaFile } from "../issue/scaffold/scaffold-issue.ts";
import { issueJsonSchema } from "../issue/schema/json-schema.ts";
import { templateNames } from "../render/template/read-template.ts";
import { parseJson, withJsonEntry } from "./json-entry.ts";

const issues = "issues/*.yaml";
const extension = "redhat.vscode-yaml";

/** What VS Code needs to complete issues. A file that cannot be changed safely is left as it is. */
export async function writeEditorFiles(root: string): Promise<{
  readonly written: readonly string[];
  /** One sentence for each file that was left. */
  readonly left: readonly string[];
}> {
  const written: string[] = [];
  const left: string[] = [];
  if (await refreshSchema(root)) written.push(schemaFile);
  const settings = ".vscode/settings.json";
  await extend(settings, "yaml.schemas", { name: schemaFile, value: issues }, (held) =>
    Object.values(isMap(held) ? held : {}).some((one) => [one].flat().includes(issues)),
  );
  const recommended = ".vscode/extensions.json";
  await extend(recommended, "recommendations", { value: extension }, (held) =>
    (Array.isArray(held) ? held : []).includes(extension),
  );
  return { written, left };

  async function extend(
    file: string,
    key: string,
    entry: { readonly name?: string; readonly value: string },
    isThere: (held: unknown) => boolean,
  ): Promise<void> {
    const path = join(root, file);
    const text = await readFile(path, "utf8").catch((fault: { code?: unknown }) =>
      fault.code === "ENOENT" ? "{}\n" : undefined,
    );
    const filled = text?.trim() === "" ? "{}\n" : text;
    const value = filled === undefined ? undefined : parseJson(filled);
    if (isMap(value) && isThere(value[key])) return;
    const changed = filled === undefined ? undefined : withJsonEntry(filled, key, entry);
    const shown = entry.name === undefined ? [entry.value] : { [entry.name]: entry.value };
    const byHand = `Add this to it yourself: "${key}": ${JSON.stringify(shown)}`;
    if (changed === undefined)
      left.push(`${file} was left as it is, because it cannot be read safely. ${byHand}`);
    else if (await wrote(path, changed)) written.push(file);
    else left.push(`${file} could not be written. ${byHand}`);
  }
}

/**
 * Writes the schema of this newsletter's issues, with the kinds of block that its templates add, and says whether it has
 * changed. It lies beside the store, where git does not see it, and is made anew in a fresh clone.
 */
export async function refreshSchema(root: string): Promise<boolean> {
  const names = await templateNames(join(root, "templates"));
  const kinds: BlockKind[] = [];
  for (const name of names) kinds.push(...(await readKinds(root, name)).kinds);
  const schema = `${JSON.stringify(issueJsonSchema(kinds, names), null, 2)}\n`;
  const path = join(root, schemaFile);
  if ((await readFile(path, "utf8").catch(() => undefined)) === schema) return false;
  // The folder also holds the store, with every reader's address: it is nobody else's, and never in a commit.
  if (!(await wrote(path, schema, { mode: 0o700 }))) return false;
  await wrote(join(dirname(path), ".gitignore"), "*\n", { flag: "wx" });
  return true;
}

/** Says whether it could be written. `mode` is that of the folder, if it has to be made. */
async function wrote(
  path: string,
  text: string,
  options: { readonly mode?: number; readonly flag?: "wx" } = {},
): Promise<boolean> {
  const { mode = 0o777, flag = "w" } = options;
  try {
    await mkdir(dirname(path), { recursive: true, mode });
    await writeFile(path, text, { flag });
    return true;
  } catch {
    return false;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
