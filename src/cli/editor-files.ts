import { dirname, join } from "node:path";
import { readInside } from "../base/read-inside.ts";
import { rules } from "../check/rules/all.ts";
import { configJsonSchema } from "../config/config-schema.ts";
import type { BlockKind } from "../issue/kinds/block-kind.ts";
import { readKinds } from "../issue/kinds/read-kinds.ts";
import { schemaFile } from "../issue/scaffold/scaffold-issue.ts";
import { issueJsonSchema } from "../issue/schema/json-schema.ts";
import { templateNames } from "../render/template/read-template.ts";
import { type JsonEntry, parseJson, withJsonEntry } from "./json-entry.ts";
import { type Unwritten, writeInside } from "./write-inside.ts";

const configSchemaFile = ".letterpress/config.schema.json";
/** Each schema, and the files it is for. The last one stands on top of the settings. */
const schemas = [
  { name: configSchemaFile, value: "letterpress.yaml" },
  { name: schemaFile, value: "issues/*.yaml" },
];
const extension = "redhat.vscode-yaml";

/**
 * What VS Code needs to complete issues and letterpress.yaml. A file that cannot be changed safely is left as it is.
 */
export async function writeEditorFiles(root: string): Promise<{
  readonly written: readonly string[];
  /** One sentence for each file that was left. */
  readonly left: readonly string[];
}> {
  const { written: made, left: unwritten } = await refreshSchemas(root);
  const written = [...made];
  const left = unwritten.map(
    ({ file, why }) => `${file} could not be written: ${why}. Without it, your editor completes nothing.`,
  );
  await extend(".vscode/settings.json", "yaml.schemas", schemas, (held, { value }) =>
    Object.values(isMap(held) ? held : {}).some((one) => [one].flat().includes(value)),
  );
  await extend(".vscode/extensions.json", "recommendations", [{ value: extension }], (held) =>
    (Array.isArray(held) ? held : []).includes(extension),
  );
  return { written, left };

  async function extend(
    file: string,
    key: string,
    entries: readonly JsonEntry[],
    isThere: (held: unknown, entry: JsonEntry) => boolean,
  ): Promise<void> {
    const read = await readInside(root, file, mostBytes);
    const text = read.status === "read" ? read.text : read.status === "absent" ? "{}\n" : undefined;
    const filled = text?.trim() === "" ? "{}\n" : text;
    const value = filled === undefined ? undefined : parseJson(filled);
    const missing = entries.filter((entry) => !isMap(value) || !isThere(value[key], entry));
    if (missing.length === 0) return;
    const changed = missing.reduce(
      (so, entry) => (so === undefined ? undefined : withJsonEntry(so, key, entry)),
      filled,
    );
    const byHand = `Add this to it yourself: "${key}": ${JSON.stringify(shownAs(missing))}`;
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

function shownAs(entries: readonly JsonEntry[]): unknown {
  const named = entries.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value]]));
  return named.length > 0 ? Object.fromEntries(named.reverse()) : entries.map(({ value }) => value);
}

/**
 * Writes the schemas of this newsletter's issues, with the kinds of block that its templates add, and of its
 * letterpress.yaml, when they have changed. They lie beside the store, where git does not see them, and are made anew
 * in a fresh clone.
 */
export async function refreshSchemas(root: string): Promise<{
  readonly written: readonly string[];
  readonly left: readonly (Unwritten & { readonly file: string })[];
}> {
  const names = await templateNames(join(root, "templates"));
  const kinds: BlockKind[] = [];
  for (const name of names) kinds.push(...(await readKinds(root, name)).kinds);
  const made = [
    { file: schemaFile, schema: issueJsonSchema(kinds, names) },
    { file: configSchemaFile, schema: configJsonSchema(rules) },
  ];
  const written: string[] = [];
  const left: (Unwritten & { readonly file: string })[] = [];
  for (const { file, schema } of made) {
    const text = `${JSON.stringify(schema, null, 2)}\n`;
    const before = await readInside(root, file, mostBytes);
    if (before.status === "read" && before.text === text) continue;
    // The folder also holds the store, with every reader's address: it is nobody else's, and never in a commit.
    const done = await writeInside(root, file, text, { folderMode: 0o700 });
    if (done.status === "written") written.push(file);
    else left.push({ ...done, file });
  }
  if (written.length > 0)
    await writeInside(root, join(dirname(schemaFile), ".gitignore"), "*\n", { fresh: true });
  return { written, left };
}

const mostBytes = 4 * 1024 * 1024;

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
