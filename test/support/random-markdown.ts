/** Markdown by chance, the same for the same seed, in which every word is another: `word0001`, `word0002` … */

export interface RandomMarkdown {
  readonly text: string;
  readonly words: readonly string[];
}

type Chance = () => number;

/** Sense: blocks in blocks and spans in spans, as an editor would write them. */
export function sensibleMarkdown(seed: number): RandomMarkdown {
  const { pick, times, say, words } = maker(seed);
  const span = (depth: number): string => {
    const inner = () => (depth > 2 ? say() : span(depth + 1));
    return pick<() => string>([
      say,
      say,
      () => `${say()} ${say()}`,
      () => `**${inner()}**`,
      () => `*${inner()}*`,
      () => `~~${inner()}~~`,
      () => `\`${say()} {{ ${say()} }}\``,
      () => `[${inner()}](https://example.org/${say()})`,
      () => `[${inner()}](https://example.org/ "${say()}")`,
      () => `<https://example.org/${say()}>`,
      () => `{{firstName|${say()} | ${say()}}}`,
      () => `{{${say()}|x}}`,
      () => `\\{{ ${say()} }}`,
      () => `![${say()}](${say()}.png)`,
      () => `<b>${say()}</b>`,
      () => `[${say()}][missing]`,
      () => `[${say()}][named]`,
      () => `${say()}\\\n${say()}`,
      () => `${say()}\n${say()}`,
    ])();
  };
  const line = () => times(4, () => span(0)).join(pick([" ", " ", ""]));
  const block = (depth: number): string => {
    const inner = () => (depth > 2 ? line() : times(2, () => block(depth + 1)).join("\n\n"));
    return pick<() => string>([
      line,
      line,
      () => `## ${line().replaceAll("\n", " ")}`,
      () => `${say()}\n---`,
      () => indent(inner(), "> ", "> "),
      () => times(3, () => indent(inner(), "- ", "  ")).join("\n"),
      () => times(3, () => indent(inner(), "7. ", "   ")).join("\n"),
      () => `\`\`\`${pick(["", say(), `${say()} ${say()}`])}\n${say()}\n{{ ${say()}\n\`\`\``,
      () => `    ${say()}\n      ${say()}`,
      () => `<div>\n${say()}\n</div>`,
      () => `<!-- a note --> <i>${say()}</i> <!-- a note -->`,
      () => `| ${say()} | ${say()} |\n|---|---|\n| ${say()} | ${say()} |`,
      () => `[unused${say()}]: https://example.org/${say()} "${say()}"`,
      () => "---",
    ])();
  };
  const text = `${times(6, () => block(0)).join("\n\n")}\n\n[named]: https://example.org/${say()}\n`;
  return { text, words: words() };
}

/** Nonsense: words and signs in any order, as a cat on the keyboard would write them. */
export function wildMarkdown(seed: number): RandomMarkdown {
  const { pick, times, say, words } = maker(seed);
  const signs = [
    "*",
    "**",
    "_",
    "`",
    "``",
    "```",
    "~",
    "~~",
    "<",
    ">",
    "> ",
    "#",
    "## ",
    "- ",
    "1. ",
    "!",
    "[",
    "](",
    ")",
  ];
  const more = [
    "{{",
    "}}",
    "|",
    "\\",
    "\n",
    "\n\n",
    "\n    ",
    " ",
    "\t",
    '"',
    "'",
    "(",
    "=",
    "\n===\n",
    "\n---\n",
    "&amp;",
  ];
  const fields = ["{{firstName|", "{{firstName}}", "https://example.org/", "](https://example.org/)"];
  const text = times(60, () => pick([say, say, () => pick(signs), () => pick(more), () => pick(fields)])());
  return { text: text.join(pick(["", " "])).replaceAll("<!-", "<-"), words: words() };
}

function maker(seed: number) {
  const chance = chances(seed);
  let count = 0;
  return {
    pick: <Value>(from: readonly Value[]): Value => from[Math.floor(chance() * from.length)] as Value,
    times: <Value>(most: number, make: () => Value): Value[] =>
      Array.from({ length: 1 + Math.floor(chance() * most) }, make),
    say: (): string => {
      count += 1;
      return `word${String(count).padStart(4, "0")}`;
    },
    words: () => Array.from({ length: count }, (_, index) => `word${String(index + 1).padStart(4, "0")}`),
  };
}

/** Mulberry32: numbers in [0, 1), the same for the same seed. */
function chances(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function indent(text: string, first: string, rest: string): string {
  return text
    .split("\n")
    .map((line, index) => `${index === 0 ? first : rest}${line}`)
    .join("\n");
}
