import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, Scalar } from "yaml";
import { type Position, type Problem, problem } from "../base/problem.ts";
import { faultOfText } from "./text-faults.ts";
import { syntaxProblems } from "./yaml-syntax.ts";
import { findTraps, tooDeep } from "./yaml-traps.ts";

/** A text file as it was read: its name for messages, and its whole text. */
export interface Source {
  /** As an editor would write it: relative to the newsletter's folder. */
  readonly file: string;
  readonly text: string;
}

export type Path = readonly (string | number)[];

/** A YAML file as plain values that remember where each of them stands. */
export interface YamlFile {
  /** What the file says: maps, lists, strings, numbers, booleans, null. */
  readonly value: unknown;
  /** Where the value at this path starts; where the path leads nowhere, its nearest parent. */
  at(path: Path): Position;
  /** Where the key at the end of this path starts. */
  keyAt(path: Path): Position;
  /**
   * Where a place inside a text value stands in the file. `line` and `column` count from 1 within the text. Exact for
   * `|` scalars and for values on one line; for `>` and for values that go over several lines, the start.
   */
  within(path: Path, line: number, column: number): Position;
}

/**
 * The part of a file below `base`, with paths that start there. `value` and `reroute` serve shorthands: a bare text that
 * stands for a map still points at the places where the editor wrote it.
 */
export function yamlPart(
  yaml: YamlFile,
  base: Path,
  value: unknown = valueAt(yaml.value, base),
  reroute: (path: Path) => Path = (path) => path,
): YamlFile {
  const whole = (path: Path): Path => [...base, ...reroute(path)];
  return {
    value,
    at: (path) => yaml.at(whole(path)),
    keyAt: (path) => yaml.keyAt(whole(path)),
    within: (path, line, column) => yaml.within(whole(path), line, column),
  };
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (parent, step) =>
      typeof parent === "object" && parent !== null
        ? (parent as Record<string | number, unknown>)[step]
        : undefined,
    value,
  );
}

/** Reads one YAML file. Everything that YAML would silently change or drop is a Problem; then there is no value. */
export function readYaml(source: Source): {
  readonly yaml?: YamlFile;
  readonly problems: readonly Problem[];
} {
  const start = { file: source.file, line: 1, column: 1 };
  const text = source.text.replace(/^\uFEFF/, "");
  const fault = faultOfText(text, source.file);
  if (fault !== undefined) return { problems: [fault] };
  const lines = new LineCounter();
  const document = parseOrOverflow(text, lines);
  if (document === "too deep") return { problems: [tooDeep(start)] };

  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file: source.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const root = document.contents;
  const traps = root === null ? [] : findTraps(root, text, place);
  const trapped = new Set(traps.map((one) => one.at.line));
  const syntax = syntaxProblems(document, text, place).filter((one) => !trapped.has(one.at.line));
  const problems = [...traps, ...syntax];
  const directive = leadingDirective.exec(text);
  if (directive !== null) problems.push(aDirective(place(directive[0].length - 1)));
  if (problems.length > 0) return { problems };
  if (root === null || isNothing(root))
    return { problems: [problem(start, "yaml/empty", "the file is empty.", "Write its keys and values.")] };
  return { yaml: yamlFile(root, document.toJS(), text, place), problems };
}

// Only comments and empty lines may stand before a directive.
const leadingDirective = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*%/;

function aDirective(at: Position): Problem {
  const message = "a YAML directive could change how the rest is read.";
  return problem(at, "yaml/directive", message, "Delete the line.");
}

/** `---` alone: a document, but one that says nothing. */
function isNothing(root: Node): boolean {
  return isScalar(root) && root.value === null;
}

// The parser recurses: on a file nested by the thousand it runs out of stack and says so, or throws.
function parseOrOverflow(text: string, lines: LineCounter) {
  try {
    const options = { lineCounter: lines, prettyErrors: false, strict: true, uniqueKeys: true };
    const document = parseDocument(text, options);
    return document.errors.some(({ code }) => code === "RESOURCE_EXHAUSTION") ? "too deep" : document;
  } catch (fault) {
    if (fault instanceof RangeError) return "too deep";
    throw fault;
  }
}

function yamlFile(root: Node, value: unknown, text: string, place: (offset: number) => Position): YamlFile {
  const at = (path: Path): Position => place(startOf(nodeAt(root, path)));
  return {
    value,
    at,
    keyAt(path) {
      const last = path.at(-1);
      const parent = nodeAt(root, path.slice(0, -1));
      if (!isMap(parent)) return at(path);
      const pair = parent.items.find(({ key }) => isScalar(key) && key.value === last);
      return pair === undefined ? at(path) : place(startOf(pair.key));
    },
    within(path, line, column) {
      const node = nodeAt(root, path);
      const start = at(path);
      if (!isScalar(node) || node.range == null || typeof node.value !== "string") return start;
      const source = text.slice(node.range[0], node.range[1]);
      if (node.type === Scalar.BLOCK_LITERAL)
        return { ...start, line: start.line + line, column: column + indentOf(source, node.value) };
      if (node.type === Scalar.BLOCK_FOLDED || source.includes("\n")) return start;
      return { ...start, column: start.column + sourceOffset(source, node, line, column) };
    },
  };
}

function nodeAt(root: Node, path: Path): Node {
  let node: Node = root;
  for (const step of path) {
    const child = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
    if (child === undefined || child === null) return node;
    node = child as Node;
  }
  return node;
}

/** How far a block scalar is indented: what the first line with text has in the file and not in the value. */
function indentOf(source: string, value: string): number {
  const lines = value.split("\n");
  const first = lines.findIndex((line) => line.trim() !== "");
  const written = source.split(/\r?\n/)[first + 1] ?? "";
  return Math.max(0, written.length - (lines[first] ?? "").length);
}

/** How far behind the start of a one-line scalar a place in its value stands: quotes and escapes take room too. */
function sourceOffset(source: string, { type, value }: Scalar, line: number, column: number): number {
  const before = String(value)
    .split("\n")
    .slice(0, line - 1);
  const wanted = before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  if (type === Scalar.PLAIN) return wanted;
  let offset = 1;
  for (let seen = 0; seen < wanted && offset < source.length - 1; ) {
    const sign =
      (type === Scalar.QUOTE_DOUBLE ? doubleQuoted : singleQuoted).exec(source.slice(offset))?.[0] ?? "";
    offset += Math.max(1, sign.length);
    seen += /^\\U0*(?:10|[1-9a-f])[0-9a-f]{4}$/i.test(sign) ? 2 : 1;
  }
  return offset;
}

// One character of the value as it is written between quotes (YAML 1.2 section 5.7).
const doubleQuoted = /^(?:\\x..|\\u.{4}|\\U.{8}|\\?[\s\S])/;
const singleQuoted = /^(?:''|[\s\S])/;

function startOf(node: unknown): number {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return range?.[0] ?? 0;
}
