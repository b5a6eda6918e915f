import { type Problem, problem } from "../../base/problem.ts";
import type { Setting } from "../context.ts";
import { type Expanded, expand, frameIndex } from "./expand.ts";
import type { Unpaired } from "./pairs.ts";
import { traceOf } from "./trace.ts";

/**
 * The tags of a template that are never closed, or close nothing, each where it was written. MJML never says why it
 * loses what follows such a tag, and HTML it does not look at.
 */
export function unclosedTags(
  setting: Setting,
  { unpaired }: Expanded,
  leftOut: ReadonlySet<number>,
): readonly Problem[] {
  if (unpaired.size === 0) return [];
  const trace = traceOf(setting);
  // A block may be left out because of its tags.
  const others = new Set([...leftOut].filter((index) => !unpaired.has(index)));
  const traced = expand({ ...setting, template: trace.template }, others);
  return [...unpaired].flatMap(([index, tags]) => {
    const start = startOf(setting, index);
    // With its notes a text can grow too large to be looked at; then the file is told.
    const placed = traced.unpaired.get(index) ?? [];
    return placed.length === 0 && traced.leftOut.has(index)
      ? tags.slice(0, 1).flatMap((tag) => told(tag, start, start))
      : placed.flatMap((tag) => told(tag, trace.placeOn(tag.line, tag.name), start));
  });
}

function startOf({ issue, template }: Setting, index: number): Problem["at"] {
  const block = index === frameIndex ? undefined : issue.blocks[index];
  const part = block && template.parts.get(block.kind);
  return { file: (part ?? template.frame).file, line: 1, column: 1 };
}

function told(tag: Unpaired, place: Problem["at"] | undefined, start: Problem["at"]): readonly Problem[] {
  const { kind, name, meant, tooDeep } = tag;
  // What the issue brought was looked at when it was read.
  if (place === undefined && !name.startsWith("mj") && tooDeep !== true) return [];
  const found = (code: string, message: string, remedy: string) => [
    problem(place ?? start, code, message, remedy),
  ];
  if (tooDeep === true) {
    const message = `the tag <${name}> stands inside of a hundred others.`;
    return found("render/too-deep", message, "Close those that are over, and nest fewer.");
  }
  if (kind === "opens")
    return found("render/unclosed", `the tag <${name}> is never closed.`, `Write </${name}> where it ends.`);
  const remedy =
    meant === undefined ? `Delete it, or write <${name}> where it begins.` : `Did you mean </${meant}>?`;
  return found("render/unclosed", `the tag </${name}> closes nothing.`, remedy);
}
