import type { SourceFile } from "./read-source.ts";
import { fileOf, targetOf } from "./where.ts";

/** Files that import each other in a circle, each circle once. Imports of types count: a circle of types is one too. */
export function checkCircles(files: readonly SourceFile[]): readonly string[] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      file.imports.flatMap(({ from, line }) =>
        from?.startsWith(".") === true ? [{ target: targetOf(file.path, from), line }] : [],
      ),
    ]),
  );
  const failures: string[] = [];
  const told = new Set<string>();
  for (const { path } of files) {
    if (told.has(path)) continue;
    const circle = wayBack(path, edges);
    if (circle === undefined) continue;
    for (const step of circle) told.add(step);
    const line = edges.get(path)?.find(({ target }) => target === circle[1])?.line ?? 1;
    failures.push(
      `${path}:${line} is part of a circle, ${circle.map(fileOf).join(" → ")}; move what they share into a file of its own, below all of them.`,
    );
  }
  return failures;
}

type Edges = ReadonlyMap<string, readonly { readonly target: string }[]>;

/** The shortest way along imports from a file to itself. */
function wayBack(start: string, edges: Edges): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const path of queue)
    for (const { target } of edges.get(path) ?? []) {
      if (target === start) return [...stepsTo(path, start, cameFrom), start];
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, path);
      queue.push(target);
    }
  return undefined;
}

function stepsTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const steps = [end];
  for (let step = end; step !== start; ) {
    step = cameFrom.get(step) ?? start;
    steps.unshift(step);
  }
  return steps;
}
