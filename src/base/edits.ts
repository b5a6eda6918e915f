/** One step from a row of texts to another: `" "` is in both, `-` only in the first, `+` only in the second. */
export interface Edit {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/** How to come from one row of texts (lines, words) to another, along the longest row that both have in one order. */
export function edits(before: readonly string[], after: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end += 1;
  const same = (text: string): Edit => ({ sign: " ", text });
  return [
    ...before.slice(0, start).map(same),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

/**
 * Texts are some hundred lines; two of many thousands with nothing in common are told as one that replaces the other.
 */
const mostCells = 4_000_000;

function middle(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const gone = before.map((text): Edit => ({ sign: "-", text }));
  const come = after.map((text): Edit => ({ sign: "+", text }));
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
      found.push({ sign: " ", text: before[one] ?? "" });
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
