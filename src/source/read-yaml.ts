import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, Scalar } from "yaml";
import { type Position, type Problem, problem } from "../base/problem.ts";

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

const mostBytes = 1024 * 1024;
const deepest = 40;

/** Reads one YAML file. Everything that YAML would silently change or drop is a Problem; then there is no value. */
export function readYaml(source: Source): {
  readonly yaml?: YamlFile;
  readonly problems: readonly Problem[];
} {
  const start = { file: source.file, line: 1, column: 1 };
  const fault = faultOfText(source.text, source.file);
  if (fault !== undefined) return { problems: [fault] };
  const text = source.text.replace(/^\uFEFF/, "");
  const lines = new LineCounter();
  const document = parseOrOverflow(text, lines);
  if (document === "too deep") return { problems: [tooDeep(start)] };

  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file: source.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = [...document.errors, ...document.warnings].map((fault) =>
    problem(place(fault.pos[0]), "yaml/syntax", sentence(fault.message), remedies[fault.code]),
  );
  const root = document.contents;
  if (root === null) {
    if (problems.length === 0) problems.push(problem(start, "yaml/empty", "the file is empty."));
    return { problems };
  }
  trap(root, text, place, problems);
  if (problems.length > 0) return { problems };
  return { yaml: yamlFile(root, document.toJS(), text, place), problems };
}

/** The plain value of a YAML file, for files whose positions nobody asks for later. */
export function readYamlValue(source: Source): {
  readonly value?: unknown;
  readonly problems: readonly Problem[];
} {
  const { yaml, problems } = readYaml(source);
  return yaml === undefined ? { problems } : { value: yaml.value, problems };
}

function faultOfText(text: string, file: string): Problem | undefined {
  const start = { file, line: 1, column: 1 };
  if (Buffer.byteLength(text) > mostBytes)
    return problem(
      start,
      "yaml/too-large",
      "the file is larger than 1 MB.",
      "Split it, or move pictures out of it.",
    );
  const found = invisible.exec(text);
  if (found === null) return undefined;
  const before = text.slice(0, found.index).split("\n");
  const at = { file, line: before.length, column: (before.at(-1) ?? "").length + 1 };
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return problem(
    at,
    "yaml/invisible",
    `an invisible control character (U+${code}) stands here.`,
    "Delete it.",
  );
}

// Control characters but tab and line ends; U+FFFD is what is left of bytes that were not UTF-8; bidi overrides; and the
// noncharacters that stand in for merge fields while Markdown is parsed.
const invisible =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFD\u202A-\u202E\u2066-\u2069\uFDD0-\uFDEF]/u;

function parseOrOverflow(text: string, lines: LineCounter) {
  try {
    return parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true, uniqueKeys: true });
  } catch (fault) {
    // The parser recurses; a file nested by the ten thousand ends in a RangeError.
    if (fault instanceof RangeError) return "too deep";
    throw fault;
  }
}

/** Walks the tree for values that YAML reads differently from how they look. */
function trap(
  node: unknown,
  text: string,
  place: (offset: number) => Position,
  found: Problem[],
  depth = 0,
): void {
  if (depth > deepest) {
    if (!found.some((one) => one.code === "yaml/too-deep")) found.push(tooDeep(place(startOf(node))));
    return;
  }
  if (isAlias(node)) {
    found.push(quotes(place(startOf(node)), `the value starts with *, which YAML reads as a reference.`));
  } else if (isScalar(node)) {
    const fault = faultOfScalar(node, text);
    if (fault !== undefined) found.push(quotes(place(startOf(node)), fault));
  } else if (isMap(node)) {
    for (const { key, value } of node.items) {
      trap(key, text, place, found, depth + 1);
      trap(value, text, place, found, depth + 1);
    }
  } else if (isSeq(node)) {
    for (const item of node.items) trap(item, text, place, found, depth + 1);
  }
  if ((isMap(node) || isSeq(node)) && (node.anchor !== undefined || node.tag !== undefined))
    found.push(
      quotes(place(startOf(node)), "a YAML anchor or tag stands here; an issue has no use for either."),
    );
}

function faultOfScalar(node: Scalar, text: string): string | undefined {
  if (node.anchor !== undefined)
    return `the value starts with &, so YAML reads "&${node.anchor}" as a name and drops it.`;
  if (node.tag !== undefined)
    return `the value starts with !, so YAML reads "${node.tag}" as a tag and drops it.`;
  if (node.type !== Scalar.PLAIN || node.range == null) return undefined;
  const [, end] = node.range;
  if (/^ #/.test(text.slice(end)) && typeof node.value === "string")
    return 'the value ends where " #" begins, because YAML reads the rest of the line as a comment.';
  if (typeof node.value === "string" && /^(?:yes|no|on|off|y|n)$/i.test(node.value))
    return `some programs read a bare "${node.value}" as true or false.`;
  return undefined;
}

function quotes(at: Position, message: string): Problem {
  return problem(at, "yaml/trap", message, "Put quotes round the value.");
}

function tooDeep(at: Position): Problem {
  return problem(
    at,
    "yaml/too-deep",
    `the file is nested more than ${deepest} levels deep.`,
    "Make it flatter.",
  );
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
      if (!isScalar(node) || node.range == null) return start;
      if (node.type === Scalar.BLOCK_LITERAL)
        return { ...start, line: start.line + line, column: column + indentOf(node.range, text) };
      const source = text.slice(node.range[0], node.range[1]);
      if (node.type === Scalar.BLOCK_FOLDED || source.includes("\n")) return start;
      return { ...start, column: start.column + (node.type === Scalar.PLAIN ? 0 : 1) + column - 1 };
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

/** How far the first line with text of a block scalar is indented. */
function indentOf([start, end]: readonly [number, number, number], text: string): number {
  const first = text
    .slice(start, end)
    .split("\n")
    .slice(1)
    .find((line) => line.trim() !== "");
  return first === undefined ? 0 : first.length - first.trimStart().length;
}

function startOf(node: unknown): number {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return range?.[0] ?? 0;
}

function sentence(message: string): string {
  const text = message.charAt(0).toLowerCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

const remedies: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "Indent with spaces.",
  BAD_INDENT: "Indent it like the lines around it.",
  DUPLICATE_KEY: "Write each key once.",
  MULTILINE_IMPLICIT_KEY: "A text with a colon in it needs quotes round it.",
  MISSING_CHAR: "Close the quote or the bracket.",
  UNEXPECTED_TOKEN: "Put quotes round a text that starts with a special character.",
  BLOCK_AS_IMPLICIT_KEY: "A text with a colon in it needs quotes round it.",
  TAG_RESOLVE_FAILED: "Put quotes round the value.",
  BAD_ALIAS: "Put quotes round the value.",
};
