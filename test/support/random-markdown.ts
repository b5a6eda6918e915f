import { chancesFrom } from "./chances.ts";

/** Markdown by chance, the same for the same seed, in which every word is another: `word0001`, `word0002` … */

export interface RandomMarkdown {
  readonly text: string;
  readonly words: readonly string[];
}

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
      () => `https://example.org/${say()}_*${say()}`,
      () => `(https://example.org/${say()}), [https://example.org/${say()}]`,
      () => `${say()}@example.org`,
      () => `www.${say()}.example.org`,
      () => `[${say()}](mailto:${say()}@example.org?subject=${say()})`,
      () => `${say()}[^1]`,
      () => `{% include ${say()} %}`,
      () => `${say()}<br>${say()}`,
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
  const cell = () => span(0).replaceAll(/\\?\n/g, " ");
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
      () => `| ${say()} | ${cell()} |\n|---|:-:|\n| ${cell()} | ${cell()} |\n| ${cell()} |`,
      () => `| ${say()} |\n|--:|\n| ${say()} | ${say()} |`,
      () => `- [ ] ${say()}\n- [x] ${say()}`,
      () => `[^${say()}]: ${say()}`,
      () => `[^${say()}]: ${say()} ${say()}`,
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
  const { pick, times, number } = chancesFrom(seed);
  let count = 0;
  const name = (index: number) => `word${String(index).padStart(4, "0")}`;
  return {
    pick,
    times,
    say: (): string => {
      count = number();
      return name(count);
    },
    words: () => Array.from({ length: count }, (_, index) => name(index + 1)),
  };
}

function indent(text: string, first: string, rest: string): string {
  return text
    .split("\n")
    .map((line, index) => `${index === 0 ? first : rest}${line}`)
    .join("\n");
}
