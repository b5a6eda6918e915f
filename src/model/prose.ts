import type { Position } from "../base/problem.ts";

/** A place filled per reader: `{{firstName|there}}` as an editor writes it. */
export interface MergeField {
  readonly type: "field";
  readonly name: string;
  /** What a reader without a value sees; never undefined: an editor who writes none gets the declared default. */
  readonly fallback: string;
  readonly at: Position;
}

/** One line of text without markup, in which merge fields may stand: a subject, a title, a URL. */
export interface Line {
  readonly parts: readonly (string | MergeField)[];
  readonly at: Position;
}

export type Inline =
  | { readonly type: "text"; readonly value: string }
  | MergeField
  | { readonly type: "strong" | "emphasis" | "strike"; readonly children: readonly Inline[] }
  | { readonly type: "code"; readonly value: string }
  | { readonly type: "link"; readonly url: Line; readonly children: readonly Inline[]; readonly at: Position }
  | { readonly type: "break" };

/** Markdown as an editor wrote it, parsed. Literal curly brackets are ordinary text here; merge fields are nodes. */
export type ProseNode =
  | { readonly type: "paragraph"; readonly children: readonly Inline[]; readonly at: Position }
  | {
      readonly type: "heading";
      /** 2 to 6: the first level belongs to the title of the issue. */
      readonly depth: number;
      readonly children: readonly Inline[];
      readonly at: Position;
    }
  | {
      readonly type: "list";
      /** The number of the first item of an ordered list; undefined for bullets. */
      readonly start?: number;
      /** An empty line stands between the items, or in one of them: they are set apart as paragraphs are. */
      readonly loose?: true;
      readonly items: readonly Prose[];
      readonly at: Position;
    }
  | { readonly type: "quote"; readonly children: Prose; readonly at: Position }
  | { readonly type: "code"; readonly value: string; readonly language?: string; readonly at: Position }
  | {
      readonly type: "table";
      readonly columns: readonly TableColumn[];
      /** In each row one cell for each column. */
      readonly rows: readonly (readonly TableCell[])[];
      readonly at: Position;
    }
  | { readonly type: "rule"; readonly at: Position };

export type TableCell = readonly Inline[];

export interface TableColumn {
  /** The cell of the table's head; in a table without headings all are empty. */
  readonly title: TableCell;
  /** Undefined: at the side where reading begins. */
  readonly align?: "left" | "center" | "right";
}

export type Prose = readonly ProseNode[];

/** A line without merge fields, for values that code makes. */
export function plainLine(text: string, at: Position): Line {
  return { parts: text === "" ? [] : [text], at };
}

/** The text of a line as a reader without any values would see it. */
export function lineText(line: Line): string {
  return line.parts.map((part) => (typeof part === "string" ? part : part.fallback)).join("");
}

export function isEmptyLine(line: Line): boolean {
  return line.parts.every((part) => typeof part === "string" && part.trim() === "");
}
