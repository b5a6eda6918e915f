import type { Problem } from "../../base/problem.ts";

// What is wrong more often than that in one file is one mistake.
const mostAlike = 20;

/**
 * Findings of a template without those that are told already: a part is included often, and a block is looked at in
 * each round. Of many that are alike in one file the first are told, and how many there are.
 */
export function toldOnce(problems: readonly Problem[]): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const one of problems) {
    // In a bare frame loose words stand in another tag, and a fault of MJML may be met in another block.
    const isSame = one.code === "render/loose-words" ? [one.code, one.at] : one;
    const key = JSON.stringify(isSame);
    if (!found.has(key)) found.set(key, one);
  }
  const alike = Map.groupBy(found.values(), ({ at, code }) => JSON.stringify([at.file, code]));
  return [...alike.values()].flatMap((group) => {
    const [last] = group.slice(mostAlike - 1);
    if (group.length <= mostAlike || last === undefined) return group;
    const message = `${group.length - mostAlike} more are like this in the file.`;
    const remedy = "Mend those above; the others are told when these are gone.";
    return [...group.slice(0, mostAlike), { ...last, message, remedy }];
  });
}
