import type { ProseNode, TableCell, TableColumn } from "../../model/prose.ts";
import { named } from "../template/theme.ts";
import { bareText, breaking, hasLongWord, inlineHtml, longestWord } from "./inline-html.ts";
import type { ProseLook } from "./prose-look.ts";

/**
 * A table of data, not of layout: a screen reader tells its columns. Cells break between words only, and in long words;
 * a figure keeps its unit beside it. A table that is wider than a phone even so scrolls by itself, and the mail does
 * not; there its edge fades, so that one sees that there is more.
 */
export function tableHtml(node: ProseNode & { type: "table" }, look: ProseLook, after: string): string {
  const { fonts } = look.theme;
  const rowHtml = (cells: readonly TableCell[], tag: "td" | "th") => {
    const last = node.columns.length - 1;
    const set = cells.map((cell, index) => cellHtml(cell, node.columns[index], look, tag, index === last));
    return `<tr>${set.join("")}</tr>`;
  };
  const body = node.rows.map((row) => rowHtml(row, "td"));
  const titled = node.columns.some(({ title }) => title.length > 0);
  const titles = node.columns.map(({ title }) => title);
  const head = titled ? `<thead>${rowHtml(titles, "th")}</thead>\n` : "";
  const rows = body.length === 0 ? "" : `<tbody>\n${body.join("\n")}\n</tbody>\n`;
  const wide = isWide(node);
  const size = wide ? "0.8em" : "0.9em";
  const style = `width:100%;border-collapse:collapse;font-family:${named(fonts, "text")};font-size:${size};line-height:1.4`;
  const table = `<table border="0" cellpadding="0" cellspacing="0" width="100%" style="${style}">\n${head}${rows}</table>`;
  if (!wide) return `<div style="margin:0 0 ${after}">${table}</div>`;
  // What scrolls would make the cell of the layout around it as wide as itself, but for a table of fixed columns.
  const [end, back] = look.direction === "rtl" ? ["left", "right"] : ["right", "left"];
  const fade = `linear-gradient(to ${back},transparent,#000 ${onPhone})`;
  const edge = `-webkit-mask-image:${fade};mask-image:${fade}`;
  const room = `display:inline-block;vertical-align:top;box-sizing:border-box;min-width:100%;padding-${end}:${onPhone}`;
  const scrolls = `<div style="overflow-x:auto;${edge}"><div style="${room}">${table}</div></div>`;
  return `<table role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%" style="width:100%;table-layout:fixed;margin:0 0 ${after}"><tr><td style="padding:0;border:0">${scrolls}</td></tr></table>`;
}

/** Whether the longest words of its columns may not fit side by side on a phone. */
function isWide({ columns, rows }: ProseNode & { type: "table" }): boolean {
  const widths = columns.map(({ title }, index) =>
    Math.max(
      longestWord(title),
      ...rows
        .map((row) => row[index] ?? [])
        .map((cell) => (isFigure(cell) ? bareText(cell).length : longestWord(cell))),
    ),
  );
  return widths.reduce((sum, width) => sum + width + between, 0) > phone;
}

/** In letters: a phone of 320 pixels shows about 30 of them, a column's distance is worth one and a half. */
const phone = 30;
const between = 1.5;

/** The room at the edge that fades: none where the text is wider than on a phone, and the table may fit. */
const onPhone = "clamp(0px,(400px - 100%)*999,28px)";

/** A number with its unit, a date: few letters and a figure among them. */
function isFigure(cell: TableCell): boolean {
  const text = bareText(cell).trim();
  return text.length <= 12 && /\p{Nd}/u.test(text);
}

function cellHtml(
  cell: TableCell,
  column: TableColumn | undefined,
  look: ProseLook,
  tag: "td" | "th",
  last: boolean,
): string {
  const [start, end] = look.direction === "rtl" ? ["right", "left"] : ["left", "right"];
  const align = column?.align ?? start;
  const edge = tag === "th" ? "2px" : "1px";
  const border = `border-bottom:${edge} solid ${named(look.theme.colours.light, "rule")}`;
  const short = isFigure(cell) ? "white-space:nowrap" : "word-break:normal";
  const breaks = hasLongWord(cell) ? `min-width:7em;${breaking}` : short;
  const room = last ? "padding:6px 0" : `padding:6px 0;padding-${end}:12px`;
  const style = `${room};${border};text-align:${align};vertical-align:top;${breaks}`;
  return tag === "th"
    ? `<th scope="col" style="${style}">${inlineHtml(cell, look)}</th>`
    : `<td style="${style}">${inlineHtml(cell, look)}</td>`;
}
