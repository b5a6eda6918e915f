import { type Edit, edits } from "./edits.ts";

/**
 * What differs between two texts, line by line, as `diff -u` shows it: hunks with three lines around them, each line
 * with a space, `-` or `+` before it. Empty when they are equal.
 */
export function lineDiff(before: string, after: string): readonly string[] {
  return hunks(edits(before.split("\n"), after.split("\n")));
}

const around = 3;

function hunks(all: readonly Edit[]): readonly string[] {
  const changed = all.flatMap(({ sign }, index) => (sign === " " ? [] : [index]));
  const shown: string[] = [];
  for (let next = 0; next < changed.length; ) {
    const from = Math.max(0, (changed[next] ?? 0) - around);
    let to = (changed[next] ?? 0) + around;
    for (; next < changed.length && (changed[next] ?? 0) <= to + around; next += 1)
      to = (changed[next] ?? 0) + around;
    const part = all.slice(from, to + 1);
    shown.push(`@@ ${place("-", all, from, part)} ${place("+", all, from, part)} @@`);
    shown.push(...part.map(({ sign, text }) => `${sign}${text}`));
  }
  return shown;
}

/** `-12,7`: the first line of the hunk in that text, and how many of its lines it has. */
function place(sign: "-" | "+", all: readonly Edit[], from: number, part: readonly Edit[]): string {
  const within = (some: readonly Edit[]) =>
    some.filter((edit) => edit.sign === " " || edit.sign === sign).length;
  const count = within(part);
  return `${sign}${within(all.slice(0, from)) + (count === 0 ? 0 : 1)},${count}`;
}
