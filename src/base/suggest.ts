import { closest, distance } from "fastest-levenshtein";

/** The known word an editor most likely meant, or undefined when none is near. */
export function suggest(written: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const lower = new Map(known.map((word) => [word.toLowerCase(), word]));
  const near = closest(written.toLowerCase(), [...lower.keys()]);
  const limit = Math.max(1, Math.floor(written.length / 3));
  const fits =
    distance(written.toLowerCase(), near) <= limit || letters(written.toLowerCase()) === letters(near);
  return fits ? lower.get(near) : undefined;
}

/** Swapped letters are the commonest slip, and two edits away: `titel`. */
function letters(word: string): string {
  return [...word].sort().join("");
}

/** ` Did you mean "firstName"?` or, when nothing is near, ` Known: a, b.`; starts with nothing, for a remedy. */
export function didYouMean(written: string, known: readonly string[]): string {
  const near = suggest(written, known);
  if (near !== undefined) return `Did you mean "${near}"?`;
  return known.length === 0 ? "None is declared." : `Known: ${known.join(", ")}.`;
}
