import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from "yaml";
import { type Position, type Problem, problem } from "../../base/problem.ts";
import { foldedLoss } from "./folded-loss.ts";
import { invisibleIn } from "./text-faults.ts";

export const deepest = 40;

export interface Traps {
  readonly found: readonly Problem[];
  /** What is wrong with keys: behind a place that YAML cannot read, they may be none. */
  readonly keys: readonly Problem[];
}

/**
 * Walks a YAML tree for values that YAML reads differently from how they look. No message repeats a value: in a
 * configuration it could be a password.
 */
export function findTraps(root: Node, text: string, place: (offset: number) => Position): Traps {
  const walk = { text, place, found: [], keys: [] };
  visit(root, walk, 0);
  return walk;
}

export function tooDeep(at: Position): Problem {
  const message = `the file is nested more than ${deepest} levels deep.`;
  return problem(at, "yaml/too-deep", message, "Make it flatter.");
}

interface Walk {
  readonly text: string;
  readonly place: (offset: number) => Position;
  readonly found: Problem[];
  readonly keys: Problem[];
}

function visit(node: unknown, walk: Walk, depth: number): void {
  const { place, found, text } = walk;
  if (depth > deepest) {
    if (!found.some((one) => one.code === "yaml/too-deep")) found.push(tooDeep(place(startOf(node))));
    return;
  }
  if (isAlias(node))
    found.push(trap(place(startOf(node)), "the value starts with *, which YAML reads as a reference."));
  else if (isScalar(node)) found.push(...trapsInScalar(node, walk), ...foldedLoss(node, text, place));
  else if (isMap(node) || isSeq(node)) {
    found.push(...trapsInProperties(node, walk));
    if (isMap(node) && text.startsWith("{{", startOf(node))) found.push(unquotedField(place(startOf(node))));
    else if (isSeq(node)) for (const item of node.items) visit(item, walk, depth + 1);
    else visitMap(node, walk, depth);
  }
}

// Asked here, and not of the parser: that one compares each key with every other.
function visitMap({ items }: YAMLMap, walk: Walk, depth: number): void {
  const seen = new Set<string>();
  for (const pair of items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : undefined;
    if (key !== undefined && seen.has(key)) walk.keys.push(keyTwice(key, walk.place(startOf(pair.key))));
    else visitPair(pair, walk, depth);
    if (key !== undefined) seen.add(key);
  }
}

function visitPair({ key, value }: Pair, walk: Walk, depth: number): void {
  if (isScalar(key) && key.value === "__proto__") walk.found.push(notAKey(walk.place(startOf(key))));
  else if (isScalar(key) && key.value !== null) walk.found.push(...trapsInScalar(key, walk));
  else if (walk.text.startsWith("{{", startOf(key))) walk.found.push(unquotedField(walk.place(startOf(key))));
  else walk.keys.push(trap(walk.place(startOf(key)), "a key is empty, or a list or a map."));
  visit(value, walk, depth + 1);
}

function trapsInScalar(node: Scalar, walk: Walk): Problem[] {
  const { text, place } = walk;
  const start = startOf(node);
  const properties = trapsInProperties(node, walk);
  if (properties.length > 0) return properties;
  const hidden = typeof node.value === "string" ? invisibleIn(node.value) : undefined;
  if (hidden !== undefined)
    return [problem(place(start), "yaml/invisible", `the value holds ${hidden}.`, "Delete its escape.")];
  if (node.type !== Scalar.PLAIN || node.range == null) return [];
  if (node.value === null && node.range[1] > start) {
    const message = "YAML reads this word as nothing at all.";
    return [trap(place(start), message, "or leave the value empty")];
  }
  if (typeof node.value !== "string") return [];
  const [, end] = node.range;
  // Two spaces before # are how people set a comment apart; one space or a tab is how they write "C # matters".
  if (/^[ \t]#/.test(text.slice(end, end + 2))) {
    const message = 'the value ends here, because YAML reads " #" and the rest of the line as a comment.';
    return [trap(place(end + 1), message, "or two spaces before the # of a comment")];
  }
  if (/^(?:yes|no|on|off|y|n)$/i.test(node.value))
    return [trap(place(start), `some programs read a bare "${node.value}" as true or false.`)];
  return [];
}

function trapsInProperties(node: Node, walk: Walk): Problem[] {
  const { text, place } = walk;
  const { anchor, tag } = node as { anchor?: string; tag?: string };
  // The range of a node starts behind its anchor and its tag.
  const before = (sign: string) => {
    const offset = text.lastIndexOf(sign, startOf(node) - 1);
    return place(Math.max(0, text[offset - 1] === sign ? offset - 1 : offset));
  };
  const message = (sign: string, what: string) =>
    `the value starts with ${sign}, so YAML reads its first word as a ${what} and drops it.`;
  if (anchor !== undefined) return [trap(before("&"), message("&", "name"))];
  if (tag !== undefined) return [trap(before("!"), message("!", "type"))];
  return [];
}

// Programs that copy maps key by key would change or lose it.
function notAKey(at: Position): Problem {
  return problem(at, "yaml/trap", "no key can be named __proto__.", "Choose another name.");
}

function keyTwice(key: string, at: Position): Problem {
  const word = /^[^"':\s]{0,40}/.exec(key)?.[0] ?? "";
  return problem(at, "yaml/syntax", `the key "${word}" is written twice.`, "Write each key once.");
}

function unquotedField(at: Position): Problem {
  return trap(at, "the value starts with {{, which YAML reads as a map and not as a merge field.");
}

function trap(at: Position, message: string, orElse?: string): Problem {
  const remedy = orElse === undefined ? "Put quotes round the value." : `Put quotes round it, ${orElse}.`;
  return problem(at, "yaml/trap", message, remedy);
}

function startOf(node: unknown): number {
  return (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? 0;
}
