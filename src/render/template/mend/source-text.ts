import type { Position, Problem } from "../../../base/problem.ts";
import type { TemplateFile } from "../template.ts";

/**
 * The text of a file while faults in it are mended, so that what stands behind them can be looked at too. Blanks keep
 * every place; where something else had to be written, places behind it on the line are led back to what the author
 * wrote.
 */
export interface SourceText {
  readonly file: TemplateFile;
  /** Blanks what stands from `start` to `end`. */
  blank(start: number, end: number): void;
  /** Writes something else there; both are on one line. */
  replace(start: number, end: number, by: string): void;
  /** Whether it is another text than the author wrote. */
  isMended(): boolean;
  text(): string;
  /** The place in the author's file of a place in this text. */
  asWritten(at: Position): Position;
}

export function sourceText(file: TemplateFile): SourceText {
  let text = file.text;
  const shifts: { readonly line: number; readonly column: number; readonly by: number }[] = [];
  const put = (start: number, end: number, by: string) => {
    text = text.slice(0, start) + by + text.slice(end);
  };
  return {
    file,
    blank: (start, end) => put(start, end, text.slice(start, end).replace(/[^\n]/g, " ")),
    replace(start, end, by) {
      const above = text.slice(0, start).split("\n");
      const column = (above.at(-1) ?? "").length + 1;
      shifts.push({ line: above.length, column, by: by.length - (end - start) });
      put(start, end, by);
    },
    isMended: () => text !== file.text,
    text: () => text,
    asWritten(at) {
      let { column } = at;
      for (const shift of shifts.toReversed())
        if (shift.line === at.line && column > shift.column)
          column = Math.max(shift.column, column - shift.by);
      return { ...at, column };
    },
  };
}

/** A finding in a mended text, led back to what the author wrote. */
export function asWritten(found: Problem, sources: ReadonlyMap<string, SourceText>): Problem {
  const source = sources.get(found.at.file);
  return source === undefined ? found : { ...found, at: source.asWritten(found.at) };
}
