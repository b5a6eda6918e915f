/**
 * Where a text goes deeper than `deepest` levels: by brackets, by dashes on a line, or by indentation. For a text that
 * the parser cannot hold; its beginning when none of them is seen.
 */
export function deepPlace(text: string, deepest: number): number {
  const indents: number[] = [];
  let brackets = 0;
  let start = 0;
  for (const line of text.split("\n")) {
    const indent = line.search(/\S/);
    if (indent !== -1) {
      while ((indents.at(-1) ?? -1) >= indent) indents.pop();
      if (indents.push(indent) > deepest) return start + indent;
      const dashes = /^\s*(?:- )+/.exec(line)?.[0] ?? "";
      if (dashes.trim().length / 2 > deepest) return start + indent + 2 * deepest;
    }
    for (const { 0: bracket, index } of line.matchAll(/[[{\]}]/g)) {
      brackets = Math.max(0, brackets + (/[[{]/.test(bracket) ? 1 : -1));
      if (brackets > deepest) return start + index;
    }
    start += line.length + 1;
  }
  return 0;
}
