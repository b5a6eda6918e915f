import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from "yaml";
import { isError, type Position, type Problem, problem } from "../../base/problem.ts";
import { type Break, breakAt } from "./break.ts";
import { deepPlace } from "./deep-place.ts";
import { withoutEchoes } from "./echoes.ts";
import { mendTree } from "./mend-tree.ts";
import { type ScalarPlaces, scalarPlaces } from "./scalar-places.ts";
import { mendSecondColons } from "./second-colon.ts";
import { straightQuotes } from "./straight-quotes.ts";
import { checkText } from "./text-faults.ts";
import { keyWithValue, syntaxProblems } from "./yaml-syntax.ts";
import { deepest, findTraps, tooDeep } from "./yaml-traps.ts";

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
 * The part of a file below `base`, with paths that start there. `value` and `reroute` serve shorthands: a bare text
 * that stands for a map still points at the places where the editor wrote it.
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

export interface RecoveredYaml {
  /** What the file says as far as it can be read; undefined when nothing can. */
  readonly yaml?: YamlFile;
  /** Everything that YAML would silently change or drop, and what it cannot read. */
  readonly problems: readonly Problem[];
  readonly brokenAt?: Break;
}

/** Reads one YAML file. When anything in it is an error, there is no value. */
export function readYaml(source: Source): {
  readonly yaml?: YamlFile;
  readonly problems: readonly Problem[];
} {
  const { yaml, problems } = recoverYaml(source);
  return yaml === undefined || problems.some(isError) ? { problems } : { yaml, problems };
}

/**
 * Reads as much of a YAML file as can be read, so that its content is checked in the same run as its form. Who uses the
 * value must not go on from it while a Problem is an error, and tells the content's Problems `withoutEchoes`.
 */
export function recoverYaml(source: Source): RecoveredYaml {
  const start = { file: source.file, line: 1, column: 1 };
  const checked = checkText(source.text.replace(/^\uFEFF/, ""), source.file);
  if (checked.text === undefined) return { problems: checked.problems };
  const lines = new LineCounter();
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file: source.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const {
    text,
    document,
    problems: colons,
  } = mendSecondColons(
    checked.text,
    (some) => {
      lines.lineStarts = [];
      return parseOrOverflow(some, lines);
    },
    place,
  );
  const faults = [...checked.problems, ...colons];
  if (document === "too deep") return { problems: [...faults, tooDeep(place(deepPlace(text, deepest)))] };

  const root = document.contents;
  const { problems, ...broken } = formProblems(document, text, place, faults);
  if (root === null || isNothing(root))
    return { problems: problems.length > 0 ? problems : [nothingIn(start)] };
  if (problems.some(({ code }) => code === "yaml/too-deep")) return { problems };
  mendTree(document, text);
  return { yaml: yamlFile(document.contents ?? root, document.toJS(), text, place), problems, ...broken };
}

/** What is wrong with the form of a file, each line told once; `faults` are those of its bare text. */
function formProblems(
  document: Document<Node, boolean>,
  text: string,
  place: (offset: number) => Position,
  faults: readonly Problem[],
): Pick<RecoveredYaml, "problems" | "brokenAt"> {
  const root = document.contents;
  const lines = text.split("\n");
  const walked = root === null ? { found: [], keys: [] } : findTraps(root, text, place);
  const values = walked.found.filter(isError);
  const open = values.filter(({ at }) => /\{\{(?!.*\}\})/.test(lines[at.line - 1] ?? ""));
  const { problems: syntax, brokenFrom } = syntaxProblems(document, text, place, open[0]?.at.line);
  // Below a break the parser may read prose as YAML, or the end of one key as the beginning of another.
  const above = ({ at }: Problem) => brokenFrom === undefined || at.line <= brokenFrom;
  const sound = (one: Problem) => above(one) || keyWithValue.test(lines[one.at.line - 1] ?? "");
  const traps = [
    ...values.filter(sound),
    ...walked.keys.filter((one) => above(one) && one.at.line !== brokenFrom),
  ];
  const told = new Set([...faults, ...traps].map((one) => one.at.line));
  const unread = syntax.filter((one) => !told.has(one.at.line));
  const errors = [...straightQuotes([...faults, ...traps, ...unread], lines)];
  const directive = leadingDirective.exec(text);
  if (directive !== null) errors.push(aDirective(place(directive[0].length - 1)));
  const broken =
    root === null || brokenFrom === undefined ? {} : { brokenAt: breakAt(root, brokenFrom, place) };
  const warnings = walked.found.filter((one) => !isError(one));
  return { problems: [...errors, ...withoutEchoes({ problems: errors, ...broken }, warnings)], ...broken };
}

// Only comments and empty lines may stand before a directive.
const leadingDirective = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*%/;

function aDirective(at: Position): Problem {
  const message = "a YAML directive could change how the rest is read.";
  return problem(at, "yaml/directive", message, "Delete the line.");
}

function nothingIn(start: Position): Problem {
  return problem(start, "yaml/empty", "the file is empty.", "Write its keys and values.");
}

/** `---` alone: a document, but one that says nothing. */
function isNothing(root: Node): boolean {
  return isScalar(root) && root.value === null;
}

// The parser recurses: on a file nested by the thousand it runs out of stack and says so, or throws.
function parseOrOverflow(text: string, lines: LineCounter) {
  try {
    const options = { lineCounter: lines, prettyErrors: false, strict: true, uniqueKeys: false };
    const document = parseDocument(text, options);
    return document.errors.some(({ code }) => code === "RESOURCE_EXHAUSTION") ? "too deep" : document;
  } catch (fault) {
    if (fault instanceof RangeError) return "too deep";
    throw fault;
  }
}

function yamlFile(root: Node, value: unknown, text: string, place: (offset: number) => Position): YamlFile {
  const pairOf = pairFinder();
  const nodeAt = (path: Path): Node => {
    let node: Node = root;
    for (const step of path) {
      const child = isMap(node) ? pairOf(node, step)?.value : isSeq(node) ? node.get(step, true) : undefined;
      if (child === undefined || child === null) return node;
      node = child as Node;
    }
    return node;
  };
  const places = new Map<Node, ScalarPlaces>();
  const at = (path: Path): Position => place(startOf(nodeAt(path)));
  return {
    value,
    at,
    keyAt(path) {
      const parent = nodeAt(path.slice(0, -1));
      const pair = isMap(parent) ? pairOf(parent, path.at(-1)) : undefined;
      return pair === undefined ? at(path) : place(startOf(pair.key));
    },
    within(path, line, column) {
      const node = nodeAt(path);
      const start = at(path);
      if (!isScalar(node) || node.range == null || typeof node.value !== "string") return start;
      const inside = places.get(node) ?? scalarPlaces(text.slice(node.range[0], node.range[1]), node);
      places.set(node, inside);
      const { lines, columns } = inside(line, column);
      return { ...start, line: start.line + lines, column: (lines > 0 ? 1 : start.column) + columns };
    },
  };
}

/** Finds a pair by its key; a map with ten thousand keys is walked through once and not each time. */
function pairFinder(): (map: YAMLMap, key: unknown) => Pair | undefined {
  const known = new Map<YAMLMap, Map<string, Pair>>();
  return (map, key) => {
    let pairs = known.get(map);
    if (pairs === undefined) {
      pairs = new Map(
        map.items.map((pair) => [String(isScalar(pair.key) ? pair.key.value : pair.key), pair]),
      );
      known.set(map, pairs);
    }
    return pairs.get(String(key));
  };
}

function startOf(node: unknown): number {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return range?.[0] ?? 0;
}
