/** A line of a Markdown text. */
interface Line {
  readonly text: string;
  /** 1 for `#`; 0 where it is no heading, as in code. */
  readonly level: number;
}

/** The part of a page below a heading, that heading included, up to the next one that is not below it. */
export function sectionOf(markdown: string, anchor: string): string | undefined {
  const lines = linesOf(markdown);
  const from = lines.findIndex(({ text, level }) => level > 0 && anchorOf(text) === anchor);
  const heading = lines[from];
  if (heading === undefined) return undefined;
  const length = lines.slice(from + 1).findIndex(({ level }) => level > 0 && level <= heading.level);
  const section = lines.slice(from, length < 0 ? undefined : from + 1 + length);
  return `${section
    .map(({ text }) => text)
    .join("\n")
    .trimEnd()}\n`;
}

/** The names under which the headings of a page can be linked to. */
export function anchorsOf(markdown: string): readonly string[] {
  return linesOf(markdown)
    .filter(({ level }) => level > 0)
    .map(({ text }) => anchorOf(text));
}

/** The page with its headings as `mark` shows them. */
export function withHeadings(markdown: string, mark: (heading: string) => string): string {
  return linesOf(markdown)
    .map(({ text, level }) => (level > 0 ? mark(text) : text))
    .join("\n");
}

function linesOf(markdown: string): readonly Line[] {
  let inCode = false;
  return markdown.split("\n").map((text) => {
    if (/^ *```/.test(text)) inCode = !inCode;
    return { text, level: inCode ? 0 : (/^#+(?= )/.exec(text)?.[0].length ?? 0) };
  });
}

/** As GitHub makes it of the words of a heading. */
function anchorOf(heading: string): string {
  return heading
    .replace(/^#+ /, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
