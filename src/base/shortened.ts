/**
 * A text inside a sentence: in one line, and at most so many characters of it, of which the last is … when it was
 * longer. Never half of a character that takes two.
 */
export function shortened(text: string, most: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= most) return line;
  return `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
