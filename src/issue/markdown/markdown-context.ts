import type * as Mdast from "mdast";
import { type Fix, type Position, type Problem, problem, withFix } from "../../base/problem.ts";
import type { DeclaredFields } from "../merge-fields.ts";
import type { Place, standIn } from "./stand-in.ts";
import { finding, type RuleHead } from "../../model/rule.ts";

/** What every step of reading one Markdown text shares. */
export interface Context {
  readonly disguise: ReturnType<typeof standIn>;
  readonly place: Place;
  readonly fields: DeclaredFields;
  readonly problems: Problem[];
  readonly definitions: Map<string, Mdast.Definition>;
  readonly referred: Set<string>;
  /** In a table `\|` is a bar, also in code. */
  readonly inTable?: true;
  /** An address in the words of a link is no link of its own. */
  readonly inLink?: true;
}

export function report(context: Context, at: Position, code: string, message: string, remedy: string): void {
  context.problems.push(problem(at, `issue/${code}`, message, remedy));
}

/** For what readers would see and an editor surely did not mean, but may have. */
export function warn(
  context: Context,
  at: Position,
  rule: RuleHead,
  message: string,
  remedy: string,
  fix?: Fix,
): void {
  const warning = finding(at, rule, message, remedy);
  context.problems.push(fix === undefined ? warning : withFix(warning, fix.was, fix.becomes));
}

export function positionOf(node: Mdast.RootContent, context: Context): Position {
  return context.place(node.position?.start.line ?? 1, node.position?.start.column ?? 1);
}

/** The Markdown a node was read from; merge fields are disguised in it. */
export function sourceOf(node: Mdast.RootContent, context: Context): string {
  const start = node.position?.start.offset ?? 0;
  return context.disguise.text.slice(start, node.position?.end.offset ?? start);
}

/** The place of a character of the source of a node. */
export function placeInside(node: Mdast.RootContent, index: number, context: Context): Position {
  const start = node.position?.start.offset ?? 0;
  const before = context.disguise.text.slice(0, start + index).split("\n");
  return context.place(before.length, (before.at(-1) ?? "").length + 1);
}
