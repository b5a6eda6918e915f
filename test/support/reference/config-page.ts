import { configJsonSchema } from "../../../src/config/config-schema.ts";
import type { JsonSchema } from "../json-schema.ts";
import { table } from "./markdown-table.ts";

/** docs/reference/config.md: every key of letterpress.yaml, from the shapes that check it. */
export function configPage(): string {
  const schema = configJsonSchema() as JsonSchema;
  const keys = keysOf(schema);
  const plain = keys.filter(({ holds }) => keysBelow(holds).length === 0);
  const groups = keys.filter((key) => !plain.includes(key));
  return [
    "# Keys of letterpress.yaml",
    "`npm run docs` writes this page from the code that checks the file: do not edit it. A key that is not here is an error. An editor with",
    "[the schema](../config.schema.json) completes all of them; `npx letterpress init` and `new` set up VS Code for it.",
    "",
    "A **duration** is written like `30s`, `5m`, `24h` or `7d`. A **secret** never stands in the file: `{ env: NAME }` says in which variable of",
    "`.env` or the environment it is, `{ file: path }` in which file that only its owner can read. Paths are found from the folder of letterpress.yaml.",
    "",
    "The pages that tell what the keys are for: [relays](../relays.md), [the pace](../delivery.md#the-pace), [DNS](../dns.md) and [signatures](../dkim.md),",
    "[readers](../subscribers.md), [the readers' service](../serve.md), [the archive](../archive.md), [the rules of check](../rules.md).",
    "",
    "## The newsletter",
    ...rowsOf(plain),
    "",
    ...groups.flatMap((group) => [
      `## ${group.name}`,
      `${group.holds.description ?? ""} ${formOf(group)}`,
      "",
      ...rowsOf(keysBelow(group.holds)),
      "",
    ]),
  ].join("\n");
}

interface Key {
  /** From the group on: `tls.ca`. */
  readonly name: string;
  readonly holds: JsonSchema;
  readonly isNeeded: boolean;
}

/** The keys of a map, and those of the maps in it. */
function keysOf(schema: JsonSchema): readonly Key[] {
  const needed = (schema.required ?? []) as readonly string[];
  return Object.entries(schema.properties ?? {}).map(([name, holds]) => ({
    name,
    holds,
    isNeeded: needed.includes(name),
  }));
}

/** What stands below a key, at every depth: of the items where it holds a list, of each where it holds named maps. */
function keysBelow(holds: JsonSchema): readonly Key[] {
  if (holds.title !== undefined) return [];
  const inner = innerOf(holds);
  if (inner === undefined) return [];
  return keysOf(inner).flatMap((key) => {
    const below = keysBelow(key.holds);
    const name = `${key.name}${isList(key.holds) && below.length > 0 ? "[]" : ""}`;
    return [key, ...below.map((one) => ({ ...one, name: `${name}.${one.name}` }))];
  });
}

function innerOf(holds: JsonSchema): JsonSchema | undefined {
  if (holds.properties !== undefined) return holds;
  const item = holds.items ?? (holds.additionalProperties as JsonSchema | undefined);
  const map = item?.anyOf?.find(({ properties }) => properties !== undefined) ?? item;
  return map?.properties === undefined ? undefined : map;
}

function isList({ items }: JsonSchema): boolean {
  return items !== undefined;
}

function formOf({ name, holds, isNeeded }: Key): string {
  const form = isList(holds)
    ? "A list; each item has these keys."
    : holds.properties === undefined
      ? `Each stands by its own name: \`${name}.<name>\` has these keys.`
      : "It has these keys.";
  return isNeeded ? `${form} The file has to say it.` : form;
}

function rowsOf(keys: readonly Key[]): readonly string[] {
  return table(
    ["key", "holds", "without it", "what it is"],
    keys.map(({ name, holds, isNeeded }) => [
      `\`${name}\``,
      kindOf(holds),
      isNeeded ? "**needed**" : usualOf(holds),
      (holds.description ?? "").replace(/[<>]/g, (sign) => (sign === "<" ? "&lt;" : "&gt;")),
    ]),
  );
}

function kindOf(holds: JsonSchema): string {
  const { title, type, anyOf, items } = holds;
  if (holds.enum !== undefined)
    return (holds.enum as readonly unknown[]).map((one) => `\`${one}\``).join(" ");
  if (title !== undefined) return title === "place of a secret" ? "secret" : String(title);
  if (holds.const !== undefined) return `\`${JSON.stringify(holds.const)}\``;
  if (anyOf !== undefined) return [...new Set(anyOf.map(kindOf))].join(" or ");
  if (items !== undefined) return `list of ${pluralOf(kindOf(items))}`;
  if (type === "integer") return numberOf(holds);
  if (type === "object") return "map";
  return type === "string" ? "text" : type === "boolean" ? "`true` `false`" : String(type);
}

function numberOf({ minimum, maximum }: JsonSchema): string {
  return `number, ${minimum} to ${Number(maximum).toLocaleString("en")}`;
}

function pluralOf(kind: string): string {
  return kind.replace(/^(\w+)\b/, (word) => (word.endsWith("s") ? `${word}es` : `${word}s`));
}

function usualOf({ default: usual }: JsonSchema): string {
  if (usual === undefined || usual === false) return usual === false ? "`false`" : "";
  if (Array.isArray(usual)) return usual.length === 0 ? "" : `\`[${usual.join(", ")}]\``;
  if (typeof usual === "object") return "";
  return `\`${String(usual)}\``;
}
