/**
 * What differs between two texts, line by line, as `diff -u` shows it: hunks with three lines around them, each line with a
 * space, `-` or `+` before it. Empty when they are equal.
 */
export function lineDiff(before: string, after: string): readonly string[] {
  return hunks(edits(before.split("\n"), after.split("\n")));
}

interface Edit {
  readonly sign: " " | "-" | "+";
  readonly line: string;
}

const around = 3;

function edits(before: readonly string[], after: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end += 1;
  const same = (line: string): Edit => ({ sign: " ", line });
  return [
    ...before.slice(0, start).map(same),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

/** Texts are some hundred lines; two of many thousands with nothing in common are told as one that replaces the other. */
const mostCells = 4_000_000;

/** Along the longest lines that both have in one order. */
function middle(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const gone = before.map((line): Edit => ({ sign: "-", line }));
  const come = after.map((line): Edit => ({ sign: "+", line }));
  if (before.length * after.length > mostCells) return [...gone, ...come];
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (one: number, two: number) => lengths[one * width + two] ?? 0;
  for (let one = before.length - 1; one >= 0; one -= 1)
    for (let two = after.length - 1; two >= 0; two -= 1)
      lengths[one * width + two] =
        before[one] === after[two] ? at(one + 1, two + 1) + 1 : Math.max(at(one + 1, two), at(one, two + 1));
  const found: Edit[] = [];
  for (let one = 0, two = 0; one < before.length || two < after.length; ) {
    if (one < before.length && two < after.length && before[one] === after[two]) {
      found.push({ sign: " ", line: before[one] ?? "" });
      one += 1;
      two += 1;
    } else if (two >= after.length || (one < before.length && at(one + 1, two) >= at(one, two + 1))) {
      found.push(...gone.slice(one, one + 1));
      one += 1;
    } else {
      found.push(...come.slice(two, two + 1));
      two += 1;
    }
  }
  return found;
}

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
    shown.push(...part.map(({ sign, line }) => `${sign}${line}`));
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
