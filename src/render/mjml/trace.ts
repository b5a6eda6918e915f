import type { Position } from "../../base/problem.ts";
import { scanHtml } from "../../base/scan-html.ts";
import type { Setting } from "../context.ts";
import type { Template, TemplateFile } from "../template/template.ts";

/** Says of every tag of an expanded template where it was written. */
export interface Trace {
  /** The template with a line end behind the name of each tag, and before it where the tag was written. */
  readonly template: Template;
  /** An expanded text without these notes, line for line. */
  erased(text: string): string;
  /** Where the tag was written that ends a line of the expanded text; undefined when it has no note. */
  placeOn(line: string, tag: string): Position | undefined;
}

export function traceOf({ template, book }: Setting): Trace {
  const note = `${book.prefix}At`;
  const files: string[] = [];
  const traced = (part: TemplateFile): TemplateFile => {
    const number = files.push(part.file) - 1;
    const lines = part.text.split("\n").map((line, index) =>
      line.replace(/<\/?[a-z][\w-]*(?=[\s/>{]|$)/gi, (tag, column: number) => {
        return `${tag} ${note}${number}x${index + 1}x${column + 1}\n`;
      }),
    );
    return { ...part, text: lines.join("\n") };
  };
  const frame = traced(template.frame);
  const parts = new Map([...template.parts].map(([name, part]) => [name, traced(part)]));
  const pattern = new RegExp(` ${note}(\\d+)x(\\d+)x(\\d+)$`);
  return {
    template: { ...template, frame, parts },
    erased: (text) => text.replace(new RegExp(pattern.source, "gm"), ""),
    placeOn(line, tag) {
      const [found, number, row, column] = pattern.exec(line) ?? [];
      const before = line.slice(0, -(found ?? "").length).toLowerCase();
      if (found === undefined || !/[</]$/.test(before.slice(0, -tag.length)) || !before.endsWith(tag))
        return undefined;
      return {
        file: files[Number(number)] ?? template.frame.file,
        line: Number(row),
        column: Number(column),
      };
    },
  };
}

export interface Tag {
  readonly kind: "opens" | "closes" | "alone";
  /** In small letters. */
  readonly name: string;
  /** The tag down to its first line end: what `placeOn` asks for. */
  readonly line: string;
  readonly start: number;
  readonly end: number;
}

/** The tags of MJML and HTML in a text, in order. Comments hold none, and Outlook's conditions are comments. */
export function tagsIn(text: string): readonly Tag[] {
  return scanHtml(text).flatMap((piece) => {
    if (piece.kind !== "tag") return [];
    const { name, closing, start, end } = piece;
    const whole = text.slice(start, end);
    const alone = whole.endsWith("/>") || empty.has(name);
    const kind = closing ? "closes" : alone ? "alone" : "opens";
    return [{ kind, name, line: whole.split("\n")[0] ?? "", start, end }];
  });
}

const empty: ReadonlySet<string> = new Set(
  "area base br col embed hr img input link meta source track wbr".split(" "),
);
