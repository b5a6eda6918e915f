import { isMap, isSeq, type Node } from "yaml";
import type { Position } from "../../base/problem.ts";

/** Where a YAML parser lost the thread: from this line on, and for what was still open there, nothing is certain. */
export interface Break {
  readonly line: number;
  /** Where the values and keys begin that reach down to the break. */
  readonly open: readonly Position[];
}

/** The break of a file whose parser lost the thread at a line. */
export function breakAt(root: Node, line: number, place: (offset: number) => Position): Break {
  const open: Position[] = [];
  let node: unknown = root;
  while (node !== undefined) {
    open.push(place(startOf(node)));
    const last = lastChildAbove(node, line, place);
    if (last?.key !== undefined) open.push(place(startOf(last.key)));
    node = last?.value;
  }
  return { line, open };
}

/** The item or the pair of a collection that was being read when the line began. */
function lastChildAbove(
  node: unknown,
  line: number,
  place: (offset: number) => Position,
): { readonly key?: unknown; readonly value: unknown } | undefined {
  const above = (one: unknown) => hasRange(one) && place(startOf(one)).line < line;
  if (isMap(node)) {
    const pair = node.items.findLast(({ key }) => above(key));
    return pair && { key: pair.key, value: hasRange(pair.value) ? pair.value : undefined };
  }
  if (isSeq(node)) {
    const item = node.items.findLast(above);
    return item === undefined ? undefined : { value: item };
  }
  return undefined;
}

function hasRange(node: unknown): boolean {
  return (node as { range?: unknown } | null | undefined)?.range != null;
}

function startOf(node: unknown): number {
  return (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? 0;
}
