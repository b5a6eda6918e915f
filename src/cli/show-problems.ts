import { formatPosition, isError, type Problem } from "../base/problem.ts";
import { countOf } from "./newsletter.ts";
import type { Terminal } from "./terminal.ts";

/** Prints findings in the order of the file, then how many there are. */
export function showProblems(terminal: Terminal, problems: readonly Problem[]): void {
  for (const finding of problems) {
    const severity = isError(finding)
      ? terminal.style("red", "error  ")
      : terminal.style("yellow", "warning");
    terminal.note(`${severity} ${terminal.style("bold", formatPosition(finding.at))} ${finding.message}`);
    terminal.note(
      `        ${finding.remedy ?? ""} ${terminal.style("dim", `[${finding.code}]`)}`.replace(
        / {9,}/,
        "        ",
      ),
    );
  }
  const errors = problems.filter(isError).length;
  const warnings = problems.length - errors;
  if (problems.length > 0) terminal.note(`${countOf(errors, "error")}, ${countOf(warnings, "warning")}`);
}
