import { formatPosition, isError, type Problem } from "../base/problem.ts";
import { countOf } from "./newsletter.ts";
import type { Terminal } from "./terminal.ts";

/** Prints findings in the order of the file, as many as somebody will read, then how many there are. */
export function showProblems(terminal: Terminal, problems: readonly Problem[]): void {
  for (const finding of problems.slice(0, mostShown)) {
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
  if (problems.length > mostShown)
    terminal.note(
      `… and ${countOf(problems.length - mostShown, "more finding")}; check --json has them all.`,
    );
  const errors = problems.filter(isError).length;
  const warnings = problems.length - errors;
  if (problems.length > 0) terminal.note(`${countOf(errors, "error")}, ${countOf(warnings, "warning")}`);
}

/** A file of nothing but faults can have a hundred thousand. */
const mostShown = 200;
