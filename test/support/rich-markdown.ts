import { type Chances, chancesFrom } from "./chances.ts";

/**
 * Markdown by chance, the same for the same seed: all that an editor may write, in many scripts, with what is hard to
 * set. Every word is another and ends in its number, `word0001`, so that a test can look for it.
 */
export function richMarkdown(seed: number): string {
  const chances = chancesFrom(seed);
  return chances.times(6, () => block(chances, 0)).join("\n\n");
}

function block(chances: Chances, depth: number): string {
  const { pick, times, number } = chances;
  const line = () => sentence(chances);
  const inner = () => (depth > 2 ? line() : times(2, () => block(chances, depth + 1)).join("\n\n"));
  const item = (mark: string, gap: string) =>
    times(4, () => indented(inner(), mark, " ".repeat(mark.length))).join(gap);
  return pick<() => string>([
    line,
    line,
    line,
    () => `${pick(["##", "###", "####"])} ${flat(line())}`,
    () => indented(inner(), "> ", "> "),
    () => item("- ", "\n"),
    () => item("* ", "\n\n"),
    () => item(`${pick(["7", "99", "0"])}. `, pick(["\n", "\n\n"])),
    () => `- ${flat(line())}\n  - ${flat(line())}\n    1. ${flat(line())}\n- ${flat(line())}`,
    () => `\`\`\`swift\n${code(chances)}\n\`\`\``,
    () => `    ${word(chances)} {{ x${number()} }}\n      indented${number()}`,
    () => table(chances),
    () => "---",
    () => `${flat(line())}\\\n${flat(line())}`,
  ])();
}

function sentence(chances: Chances): string {
  const { pick, times } = chances;
  return times(12, () => span(chances, 0)).join(pick([" ", " ", " ", "\n", ""]));
}

function span(chances: Chances, depth: number): string {
  const { pick, times, number } = chances;
  const inner = () => (depth > 1 ? word(chances) : span(chances, depth + 1));
  const path = () =>
    `https://example.org/${pick(["a", "käse", "x_(y)", `long-${"p".repeat(90)}`])}${number()}`;
  return pick<() => string>([
    () => times(6, () => word(chances)).join(" "),
    () => times(4, () => word(chances)).join(" "),
    () => times(9, () => ideographs(chances)).join(""),
    () => `**${inner()}**`,
    () => `*${inner()}*`,
    () => `~~${inner()}~~`,
    () => `un*frigging*believable${number()}`,
    () => `a${number()} > b${number()}`,
    () => `\`${word(chances)} {{ y }} <b>${pick(["", "  "])}&amp;${number()}\``,
    () => `[${inner()}](${path()}?a=1&b=${number()})`,
    () => `<${path()}>`,
    () => `${path()}, `,
    () => `desk${number()}@example.org`,
    () => `[mail${number()}](mailto:desk${number()}@example.org?subject=Hello%20you)`,
    () => `[call${number()}](tel:+44-20-${1000 + number()})`,
    () => `{{firstName|${pick(["there", "a | \"b\" <c> 'd'", "😀 صديق", ""])}}}`,
    () => `[{{firstName|you}}${number()}](https://example.org/{{firstName|x}}?n=${number()})`,
    () => pick(["\\*", "\\_", "\\{{", "&copy;", "&nbsp;", "&shy;", "&#x1F600;", "&lt;b&gt;", " — ", " – "]),
  ])();
}

function word({ pick, number }: Chances): string {
  const end = String(number()).padStart(4, "0");
  return pick([
    `word${end}`,
    `word${end}`,
    `word${end},`,
    `naïve${end}.`,
    `(said${end})`,
    `“quoted${end}”`,
    `snake_case_name_${end}`,
    `كلمة${end}`,
    `מילה${end}`,
    `คำไทยที่ยาว${end}`,
    `단어${end}`,
    `👩‍👩‍👧‍👦${end}`,
    `cafe\u0301${end}`,
    `a&nbsp;b${end}`,
    `soft&shy;hyphen${end}`,
    `em—dash${end}`,
    `{curly}${end}`,
    `"<${end}`,
    `${"identifier".repeat(12)}${end}`,
  ]);
}

function ideographs({ pick, number }: Chances): string {
  const end = String(number()).padStart(4, "0");
  return pick([
    `文字組版${end}`,
    `「かぎ${end}」`,
    `です。${end}、`,
    `ちょっと${end}ー`,
    `（括弧${end}）`,
    `Swift${end}を`,
    `**「強調${end}」**`,
    `**太字。${end}**と`,
    `漢字\n仮名${end}`,
  ]);
}

function table(chances: Chances): string {
  const { pick, times, number } = chances;
  const columns = pick([1, 2, 3, 5]);
  const cell = () =>
    pick([() => flat(span(chances, 1)), () => word(chances), () => `a\\|${number()}`, () => ""])();
  const row = () => `| ${Array.from({ length: columns }, cell).join(" | ")} |`;
  const rule = `|${Array.from({ length: columns }, () => pick(["---", ":--", ":-:", "--:"])).join("|")}|`;
  return [row(), rule, ...times(4, row)].join("\n");
}

function code({ pick, number }: Chances): string {
  return [
    `if (a${number()}) {`,
    `    let b = "${pick(["**", "{{firstName}}", "<b>", "https://example.org"])}" // ${number()}`,
    `    ${"call(argument, ".repeat(pick([1, 9]))}${number()}`,
    "",
    `\tend${number()}`,
    "}",
  ].join("\n");
}

function flat(text: string): string {
  return text.replaceAll(/\\?\n\s*/g, " ");
}

function indented(text: string, first: string, rest: string): string {
  return text
    .split("\n")
    .map((line, index) => (index === 0 ? first + line : line === "" ? rest.trimEnd() : rest + line))
    .join("\n");
}
