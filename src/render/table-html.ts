import type { ProseNode, TableCell, TableColumn } from "../model/prose.ts";
import { breaking, hasLongWord, inlineHtml } from "./inline-html.ts";
import type { ProseLook } from "./prose-look.ts";
import { named } from "./theme.ts";

/**
 * A table of data, not of layout: a screen reader tells its columns. Cells break between words only, and in long words; a
 * table that is wider than a phone even so scrolls by itself, and the mail does not.
 */
export function tableHtml(node: ProseNode & { type: "table" }, look: ProseLook, after: string): string {
  const { fonts } = look.theme;
  const body = node.rows.map(
    (row) => `<tr>${row.map((cell, index) => cellHtml(cell, node.columns[index], look, "td")).join("")}</tr>`,
  );
  const titled = node.columns.some(({ title }) => title.length > 0);
  const head = titled
    ? `<thead><tr>${node.columns.map((column) => cellHtml(column.title, column, look, "th")).join("")}</tr></thead>\n`
    : "";
  const rows = body.length === 0 ? "" : `<tbody>\n${body.join("\n")}\n</tbody>\n`;
  const style = `width:100%;border-collapse:collapse;font-family:${named(fonts, "text")};font-size:0.9em;line-height:1.4`;
  const table = `<table border="0" cellpadding="0" cellspacing="0" width="100%" style="${style}">\n${head}${rows}</table>`;
  return `<div style="margin:0 0 ${after};overflow-x:auto">${table}</div>`;
}

function cellHtml(
  cell: TableCell,
  column: TableColumn | undefined,
  look: ProseLook,
  tag: "td" | "th",
): string {
  const [start, end] = look.direction === "rtl" ? ["right", "left"] : ["left", "right"];
  const align = column?.align ?? start;
  const side = align === end ? start : end;
  const edge = tag === "th" ? "2px" : "1px";
  const border = `border-bottom:${edge} solid ${named(look.theme.colours.light, "rule")}`;
  const breaks = hasLongWord(cell) ? breaking : "word-break:normal";
  const room = `padding:6px 0;padding-${side}:12px`;
  const style = `${room};${border};text-align:${align};vertical-align:top;${breaks}`;
  return tag === "th"
    ? `<th scope="col" style="${style}">${inlineHtml(cell, look)}</th>`
    : `<td style="${style}">${inlineHtml(cell, look)}</td>`;
}
