import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar } from "yaml";
import { type Position, type Problem, problem } from "../base/problem.ts";
import { invisibleIn } from "./text-faults.ts";

const deepest = 40;

/**
 * Walks a YAML tree for values that YAML reads differently from how they look. No message repeats a value: in a
 * configuration it could be a password.
 */
export function findTraps(root: Node, text: string, place: (offset: number) => Position): Problem[] {
  const found: Problem[] = [];
  visit(root, { text, place, found }, 0);
  return found;
}

export function tooDeep(at: Position): Problem {
  const message = `the file is nested more than ${deepest} levels deep.`;
  return problem(at, "yaml/too-deep", message, "Make it flatter.");
}

interface Walk {
  readonly text: string;
  readonly place: (offset: number) => Position;
  readonly found: Problem[];
}

function visit(node: unknown, walk: Walk, depth: number): void {
  const { place, found, text } = walk;
  if (depth > deepest) {
    if (!found.some((one) => one.code === "yaml/too-deep")) found.push(tooDeep(place(startOf(node))));
    return;
  }
  if (isAlias(node))
    found.push(trap(place(startOf(node)), "the value starts with *, which YAML reads as a reference."));
  else if (isScalar(node)) found.push(...trapsInScalar(node, walk));
  else if (isMap(node) || isSeq(node)) {
    found.push(...trapsInProperties(node, walk));
    if (isMap(node) && text.startsWith("{{", startOf(node))) found.push(unquotedField(place(startOf(node))));
    else if (isSeq(node)) for (const item of node.items) visit(item, walk, depth + 1);
    else for (const pair of node.items) visitPair(pair, walk, depth);
  }
}

function visitPair({ key, value }: Pair, walk: Walk, depth: number): void {
  if (isScalar(key) && key.value === "__proto__") walk.found.push(notAKey(walk.place(startOf(key))));
  else if (isScalar(key) && key.value !== null) visit(key, walk, depth + 1);
  else if (walk.text.startsWith("{{", startOf(key))) walk.found.push(unquotedField(walk.place(startOf(key))));
  else walk.found.push(trap(walk.place(startOf(key)), "a key is empty, or a list or a map."));
  visit(value, walk, depth + 1);
}

function trapsInScalar(node: Scalar, { text, place }: Walk): Problem[] {
  const start = startOf(node);
  const properties = trapsInProperties(node, { text, place });
  if (properties.length > 0) return properties;
  const hidden = typeof node.value === "string" ? invisibleIn(node.value) : undefined;
  if (hidden !== undefined)
    return [problem(place(start), "yaml/invisible", `the value holds ${hidden}.`, "Delete its escape.")];
  if (node.type !== Scalar.PLAIN || node.range == null || typeof node.value !== "string") return [];
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

function trapsInProperties(node: Node, { text, place }: Pick<Walk, "text" | "place">): Problem[] {
  const { anchor, tag } = node as { anchor?: string; tag?: string };
  // The range of a node starts behind its anchor and its tag.
  const before = (sign: string) => {
    const offset = text.lastIndexOf(sign, startOf(node) - 1);
    return place(Math.max(0, text[offset - 1] === sign ? offset - 1 : offset));
  };
  if (anchor !== undefined)
    return [
      trap(before("&"), "the value starts with &, so YAML reads its first word as a name and drops it."),
    ];
  if (tag !== undefined)
    return [
      trap(before("!"), "the value starts with !, so YAML reads its first word as a type and drops it."),
    ];
  return [];
}

// Programs that copy maps key by key would change or lose it.
function notAKey(at: Position): Problem {
  return problem(at, "yaml/trap", "no key can be named __proto__.", "Choose another name.");
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
