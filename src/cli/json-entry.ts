import { isDeepStrictEqual } from "node:util";

/** An entry of a map (with its name) or of a list (without). */
export interface JsonEntry {
  readonly name?: string;
  readonly value: string;
}

/**
 * Adds one entry to the map or list under `key` of a JSON file as VS Code writes it, with comments and commas behind
 * the last entry, and leaves every other character alone. Undefined when the file cannot be read, or holds something
 * else there.
 */
export function withJsonEntry(text: string, key: string, entry: JsonEntry): string | undefined {
  const before = parseJson(text);
  if (!isMap(before)) return undefined;
  const { name, value } = entry;
  const written =
    name === undefined ? JSON.stringify(value) : `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  const [open, close] = name === undefined ? ["[", "]"] : ["{", "}"];
  const there = Object.hasOwn(before, key);
  const at = there ? openingOf(text, key, open) : openingOf(text, undefined, "{");
  if (at === undefined) return undefined;
  const line = text.includes("\r\n") ? "\r\n" : "\n";
  const step = /^[ \t]+(?=")/m.exec(text)?.[0] ?? "  ";
  const added = there
    ? written
    : `${JSON.stringify(key)}: ${open}${line}${step}${step}${written}${line}${step}${close}`;
  const container = there ? before[key] : before;
  const isEmpty = isMap(container)
    ? Object.keys(container).length === 0
    : (container as unknown[]).length === 0;
  const indent = there ? step : "";
  const behind = isEmpty ? (/^\s*[}\]]/.test(text.slice(at)) ? `${line}${indent}` : "") : ",";
  const rest = isEmpty ? text.slice(at).replace(/^\s*(?=[}\]])/, "") : text.slice(at);
  const after = `${text.slice(0, at)}${line}${indent}${step}${added}${behind}${rest}`;
  return isDeepStrictEqual(parseJson(after), withEntry(before, key, entry)) ? after : undefined;
}

/** The value of a JSON file with comments; undefined when it has none. */
export function parseJson(text: string): unknown {
  const plain = tokensOf(text).filter(({ text: token }) => !isBlank(token));
  const kept = plain.filter(
    ({ text: token }, index) => token !== "," || !/^[}\]]$/.test(plain[index + 1]?.text ?? ""),
  );
  try {
    return JSON.parse(kept.map((token) => token.text).join(" "));
  } catch {
    return undefined;
  }
}

interface Token {
  readonly text: string;
  readonly at: number;
}

function tokensOf(text: string): readonly Token[] {
  const pattern =
    /"(?:[^"\\\r\n]|\\.)*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|[{}[\],:]|[\s\uFEFF]+|[^\s{}[\],:"/]+|[\s\S]/g;
  return [...text.matchAll(pattern)].map(({ 0: token, index }) => ({ text: token, at: index }));
}

function isBlank(token: string): boolean {
  return /^(?:\/\/|\/\*|[\s\uFEFF])/.test(token);
}

/** Behind the bracket that opens the value of this key of the outermost map, or that map itself. */
function openingOf(text: string, key: string | undefined, bracket: string): number | undefined {
  const tokens = tokensOf(text).filter((token) => !isBlank(token.text));
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    const value = key === undefined ? token : tokens[index + 2];
    const isKey = depth === 1 && tokens[index + 1]?.text === ":" && parseJson(token.text) === key;
    if (key === undefined ? index === 0 : isKey) return value?.text === bracket ? value.at + 1 : undefined;
    if (/^[{[]$/.test(token.text)) depth += 1;
    if (/^[}\]]$/.test(token.text)) depth -= 1;
  }
  return undefined;
}

function withEntry(before: Readonly<Record<string, unknown>>, key: string, { name, value }: JsonEntry) {
  const held = before[key];
  if (name === undefined) return { ...before, [key]: [value, ...(Array.isArray(held) ? held : [])] };
  return { ...before, [key]: { ...(isMap(held) ? held : {}), [name]: value } };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
