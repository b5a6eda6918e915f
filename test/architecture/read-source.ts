import { maskTexts } from "./mask.ts";

/** One import, `export … from`, `import(…)` or `typeof import(…)`; type imports count like the others. */
export interface Import {
  /** As written; undefined when it is put together at run time. */
  readonly from: string | undefined;
  readonly line: number;
}

export interface Comment {
  readonly line: number;
  readonly text: string;
}

export interface SourceFile {
  /** Relative to the folder of the repository: `src/base/clock.ts`. */
  readonly path: string;
  /** How many lines it has. */
  readonly lines: number;
  /** The text without comments and without what is inside quotes, every character in its place. */
  readonly code: string;
  /** Lines that hold a comment and no code. */
  readonly comments: readonly Comment[];
  readonly imports: readonly Import[];
}

export function readSource(path: string, text: string): SourceFile {
  const code = maskTexts(text);
  return {
    path,
    lines: text.trimEnd().split("\n").length,
    code,
    comments: commentsOf(text, code),
    imports: importsOf(text, code),
  };
}

/** Counts from 1. */
export function lineAt(code: string, offset: number): number {
  return code.slice(0, offset).split("\n").length;
}

/** By the signs with which they begin: a line inside a template text is blank in masked code, too. */
function commentsOf(text: string, code: string): readonly Comment[] {
  const masked = code.split("\n");
  return text
    .split("\n")
    .map((line, index) => ({ line: index + 1, text: line }))
    .filter(({ line, text }) => masked[line - 1]?.trim() === "" && /^\s*(?:\/\/|\/?\*)/.test(text));
}

// In masked code a quoted name is two quotes with spaces between.
const statement = /^[ \t]*(?:import|export)\b(?:[\w\s{},*$]*?\bfrom)?\s*(["'])( *)\1/gm;
const call = /(?<![.\w$])import\s*\(\s*(?:(["'])( *)\1\s*[,)])?/g;

function importsOf(text: string, code: string): readonly Import[] {
  return [statement, call]
    .flatMap((pattern) => [...code.matchAll(pattern)])
    .map((match) => ({ from: nameIn(text, match), line: lineAt(code, match.index + leading(match[0])) }))
    .sort((a, b) => a.line - b.line);
}

function nameIn(text: string, match: RegExpExecArray): string | undefined {
  const [whole, quote, inside] = match;
  if (quote === undefined || inside === undefined) return undefined;
  const start = match.index + whole.indexOf(quote) + 1;
  return text.slice(start, start + inside.length);
}

function leading(statementText: string): number {
  return statementText.length - statementText.trimStart().length;
}
