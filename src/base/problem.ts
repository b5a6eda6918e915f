/** A place in a file an editor wrote. `line` and `column` count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export const severities = ["error", "warning"] as const;
export type Severity = (typeof severities)[number];

/**
 * One finding about a file, as an editor reads it.
 * `message` is a whole sentence that says what is wrong; `remedy` is a whole sentence that says what to do.
 * `code` is stable, `room/short-name`, so that it can be looked up and waived.
 */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy?: string;
  readonly at: Position;
  /** A change that never alters what is meant, so that it can be made without asking. */
  readonly fix?: Fix;
}

/** At the place of a finding, or behind it in the same text, `was` becomes `becomes`. */
export interface Fix {
  readonly was: string;
  readonly becomes: string;
}

/**
 * Makes a Problem that keeps something from being sent. A warning, which is only shown, is the finding of a rule:
 * `model/rule.ts`.
 */
export function problem(at: Position, code: string, message: string, remedy?: string): Problem {
  return { code, severity: "error", message, at, ...(remedy === undefined ? {} : { remedy }) };
}

/** The same finding with a change that can be made without asking. */
export function withFix(found: Problem, was: string, becomes: string): Problem {
  return { ...found, fix: { was, becomes } };
}

export function isError(finding: Problem): boolean {
  return finding.severity === "error";
}

/** `issues/a.yaml:14:5 image has no "alt". Describe it. [issue/alt-missing]` */
export function formatProblem(finding: Problem): string {
  const remedy = finding.remedy === undefined ? "" : ` ${finding.remedy}`;
  return `${formatPosition(finding.at)} ${finding.message}${remedy} [${finding.code}]`;
}

export function formatPosition(at: Position): string {
  return `${at.file}:${at.line}:${at.column}`;
}

/** By file, then line, then column: the order in which an editor walks through a file. */
export function inReadingOrder(findings: readonly Problem[]): readonly Problem[] {
  return [...findings].sort(
    (a, b) =>
      a.at.file.localeCompare(b.at.file) ||
      a.at.line - b.at.line ||
      a.at.column - b.at.column ||
      a.code.localeCompare(b.code),
  );
}
