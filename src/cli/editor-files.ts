import { dirname, join } from "node:path";
import { readInside } from "../base/read-inside.ts";
import type { BlockKind } from "../issue/kinds/block-kind.ts";
import { readKinds } from "../issue/kinds/read-kinds.ts";
import { schemaFile } from "../issue/scaffold/scaffold-issue.ts";
import { issueJsonSchema } from "../issue/schema/json-schema.ts";
import { templateNames } from "../render/template/read-template.ts";
import { parseJson, withJsonEntry } from "./json-entry.ts";
import { type Unwritten, writeInside } from "./write-inside.ts";

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
  const schema = await refreshSchema(root);
  if (schema.status === "written") written.push(schemaFile);
  if (schema.status === "refused")
    left.push(
      `${schemaFile} could not be written: ${schema.why}. Without it, your editor completes nothing.`,
    );
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
    const read = await readInside(root, file, mostBytes);
    const text = read.status === "read" ? read.text : read.status === "absent" ? "{}\n" : undefined;
    const filled = text?.trim() === "" ? "{}\n" : text;
    const value = filled === undefined ? undefined : parseJson(filled);
    if (isMap(value) && isThere(value[key])) return;
    const changed = filled === undefined ? undefined : withJsonEntry(filled, key, entry);
    const shown = entry.name === undefined ? [entry.value] : { [entry.name]: entry.value };
    const byHand = `Add this to it yourself: "${key}": ${JSON.stringify(shown)}`;
    if (changed === undefined) {
      const why = read.status === "refused" ? read.why : "it cannot be read safely";
      left.push(`${file} was left as it is, because ${why}. ${byHand}`);
      return;
    }
    const done = await writeInside(root, file, changed);
    if (done.status === "written") written.push(file);
    else left.push(`${file} could not be written: ${done.why}. ${byHand}`);
  }
}

/**
 * Writes the schema of this newsletter's issues, with the kinds of block that its templates add, when it has changed. It lies
 * beside the store, where git does not see it, and is made anew in a fresh clone.
 */
export async function refreshSchema(
  root: string,
): Promise<{ readonly status: "written" | "unchanged" } | (Unwritten & { readonly status: "refused" })> {
  const names = await templateNames(join(root, "templates"));
  const kinds: BlockKind[] = [];
  for (const name of names) kinds.push(...(await readKinds(root, name)).kinds);
  const schema = `${JSON.stringify(issueJsonSchema(kinds, names), null, 2)}\n`;
  const before = await readInside(root, schemaFile, mostBytes);
  if (before.status === "read" && before.text === schema) return { status: "unchanged" };
  // The folder also holds the store, with every reader's address: it is nobody else's, and never in a commit.
  const done = await writeInside(root, schemaFile, schema, { folderMode: 0o700 });
  if (done.status !== "written") return { status: "refused", why: done.why };
  await writeInside(root, join(dirname(schemaFile), ".gitignore"), "*\n", { fresh: true });
  return { status: "written" };
}

const mostBytes = 4 * 1024 * 1024;

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
