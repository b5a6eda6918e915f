import { printable } from "../../base/printable.ts";
import { countVerdicts, type Finding, type Part, type Verdict } from "../../doctor/examination.ts";
import { countOf } from "../newsletter.ts";
import type { Style, Terminal } from "../terminal.ts";

/**
 * Prints the findings of a part under its heading: what was seen, then what helps, then what to copy. Records of DNS,
 * headers and names of folders are strangers' words, and no sign of them may do anything to the terminal.
 */
export function showFindings(terminal: Screen, findings: readonly Finding[]): void {
  const [first] = findings;
  if (first === undefined) return;
  terminal.print(terminal.style("bold", headings[first.part]));
  for (const finding of findings) showFinding(terminal, finding);
  terminal.print();
}

/** `2 problems, 1 warning, 14 good` */
export function showCounts(terminal: Screen, findings: readonly Finding[]): void {
  const counts = countVerdicts(findings);
  terminal.print(
    [
      countOf(counts.problem, "problem"),
      countOf(counts.warning, "warning"),
      `${counts.good} good`,
      ...(counts.unseen === 0 ? [] : [`${counts.unseen} not looked at`]),
    ].join(", "),
  );
}

/** What `--json` prints. Keys are only ever added to it. */
export function findingsJson(findings: readonly Finding[]) {
  return { counts: countVerdicts(findings), findings };
}

type Screen = Pick<Terminal, "print" | "style">;

const headings: Readonly<Record<Part, string>> = {
  here: "This machine",
  relay: "The relays",
  dns: "DNS",
  service: "The readers' service",
  probe: "The test mail",
};

const marks: Readonly<Record<Verdict, { readonly text: string; readonly style: Style }>> = {
  good: { text: "good    ", style: "green" },
  warning: { text: "warning ", style: "yellow" },
  problem: { text: "problem ", style: "red" },
  unseen: { text: "unseen  ", style: "dim" },
};

function showFinding(
  terminal: Screen,
  { examination, verdict, about, says, remedy, records = [] }: Finding,
): void {
  const { text, style } = marks[verdict];
  const subject = about === undefined ? "" : `${terminal.style("bold", printable(about))}: `;
  terminal.print(
    `  ${terminal.style(style, text)} ${subject}${printable(says)} ${terminal.style("dim", `[${examination}]`)}`,
  );
  if (remedy !== undefined) terminal.print(`${indent}${terminal.style("cyan", "→")} ${printable(remedy)}`);
  for (const record of records) terminal.print(`${indent}  ${printable(record)}`);
}

const indent = " ".repeat(11);
