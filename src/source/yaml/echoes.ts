import { isError, type Problem } from "../../base/problem.ts";
import type { Break } from "./break.ts";

/**
 * What is wrong with the content of a YAML file, without what only echoes a fault of the YAML itself: the line of a
 * fault is told once. Behind a break nothing is told, and above it no key is called missing, since it may stand below.
 */
export function withoutEchoes(
  read: { readonly problems: readonly Problem[]; readonly brokenAt?: Break },
  content: readonly Problem[],
): readonly Problem[] {
  const told = new Set(read.problems.filter(isError).map(({ at }) => at.line));
  const { brokenAt } = read;
  const open = new Set(brokenAt?.open.map(({ line, column }) => `${line}:${column}`));
  return content.filter(({ at, code }) => {
    if (told.has(at.line)) return false;
    if (brokenAt === undefined) return true;
    return at.line < brokenAt.line && !code.endsWith("/missing") && !open.has(`${at.line}:${at.column}`);
  });
}
