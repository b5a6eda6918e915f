/**
 * TypeScript with the insides of comments, texts and regular expressions turned into spaces, so that what is left is
 * code. Every character keeps its place, and every line its number. The parts of a template text in `${…}` are code.
 */
export function maskTexts(source: string): string {
  const masked = source.split("");
  for (const [start, end] of textRanges(source))
    for (let index = start; index < end; index++) if (masked[index] !== "\n") masked[index] = " ";
  return masked.join("");
}

type Range = readonly [start: number, end: number];

function textRanges(source: string): readonly Range[] {
  const ranges: Range[] = [];
  // One entry for each open template text: how many curly brackets are open in its `${`.
  const open: number[] = [];
  let index = 0;
  while (index < source.length) {
    const skipped = textAt(source, index, open);
    if (skipped === undefined) {
      index += 1;
      continue;
    }
    ranges.push(skipped.hidden);
    index = skipped.next;
  }
  return ranges;
}

interface Text {
  readonly hidden: Range;
  readonly next: number;
}

function textAt(source: string, index: number, open: number[]): Text | undefined {
  const character = source[index] ?? "";
  const two = source.slice(index, index + 2);
  if (two === "//") return upTo(source, index, index, "\n", 0);
  if (two === "/*") return upTo(source, index, index + 2, "*/", 2);
  if (character === '"' || character === "'") return quoted(source, index, character);
  if (character === "/" && startsRegex(source, index)) return regex(source, index);
  if (character === "`") return template(source, index + 1, open);
  const depth = open.at(-1);
  if (depth === undefined) return undefined;
  if (character === "{") open[open.length - 1] = depth + 1;
  if (character === "}" && depth > 0) open[open.length - 1] = depth - 1;
  if (character !== "}" || depth > 0) return undefined;
  open.pop();
  return template(source, index + 1, open);
}

function upTo(source: string, start: number, from: number, sign: string, length: number): Text {
  const found = source.indexOf(sign, from);
  const end = found < 0 ? source.length : found + length;
  return { hidden: [start, end], next: end };
}

function quoted(source: string, index: number, quote: string): Text {
  let end = index + 1;
  while (end < source.length && source[end] !== quote && source[end] !== "\n")
    end += source[end] === "\\" ? 2 : 1;
  return { hidden: [index + 1, end], next: end + 1 };
}

/** From behind the opening quote, or behind the `}` of an insertion, to the next `${` or the closing quote. */
function template(source: string, index: number, open: number[]): Text {
  let end = index;
  while (end < source.length && source[end] !== "`" && source.slice(end, end + 2) !== "${")
    end += source[end] === "\\" ? 2 : 1;
  if (source[end] !== "$") return { hidden: [index, end], next: end + 1 };
  open.push(0);
  return { hidden: [index, end], next: end + 2 };
}

function regex(source: string, index: number): Text {
  let end = index + 1;
  for (let inClass = false; end < source.length && source[end] !== "\n"; end += 1) {
    const character = source[end];
    if (character === "\\") end += 1;
    else if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    else if (character === "/" && !inClass) break;
  }
  return { hidden: [index + 1, end], next: end + 1 };
}

/** A slash divides when a value stands before it; behind an operator, a bracket or a keyword it begins a pattern. */
function startsRegex(source: string, index: number): boolean {
  const before = source.slice(0, index).trimEnd();
  if (/(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|else|do|await|yield)$/.test(before))
    return true;
  return before === "" || /[(,=:[!&|?{};+\-*%<>~^]$/.test(before);
}
