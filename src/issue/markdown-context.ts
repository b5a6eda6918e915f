import type * as Mdast from "mdast";
import { type Position, type Problem, problem } from "../base/problem.ts";
import type { Place, standIn } from "./stand-in.ts";

/** What every step of reading one Markdown text shares. */
export interface Context {
  readonly disguise: ReturnType<typeof standIn>;
  readonly place: Place;
  readonly problems: Problem[];
  readonly definitions: Map<string, Mdast.Definition>;
  readonly referred: Set<string>;
}

export function report(context: Context, at: Position, code: string, message: string, remedy: string): void {
  context.problems.push(problem(at, `issue/${code}`, message, remedy));
}

export function positionOf(node: Mdast.RootContent, context: Context): Position {
  return context.place(node.position?.start.line ?? 1, node.position?.start.column ?? 1);
}
