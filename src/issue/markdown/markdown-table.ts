import type * as Mdast from "mdast";
import type { ProseNode, TableCell } from "../../model/prose.ts";
import { type Context, positionOf, report } from "./markdown-context.ts";
import { inlines } from "./markdown-inlines.ts";

/** A table has as many columns as its head. GFM would drop what a row has beyond them; here that is a Problem. */
export function table(node: Mdast.Table, context: Context): ProseNode & { type: "table" } {
  const [head, ...body] = node.children.map((row) => ({
    cells: row.children.map((cell) => inlines(cell.children, { ...context, inTable: true })),
    at: positionOf(row, context),
  }));
  const width = head?.cells.length ?? 0;
  const columns = (head?.cells ?? []).map((title, index) => {
    const align = node.align?.[index];
    return { title, ...(align ? { align } : {}) };
  });
  const rows = body.map(({ cells, at }) => {
    if (cells.length > width) {
      const message = `a row of the table has ${cells.length} cells, and its head has ${width}.`;
      report(
        context,
        at,
        "table-row",
        message,
        "Add a column to the head, or write \\| for a bar in the text.",
      );
    }
    return Array.from({ length: width }, (_, index): TableCell => cells[index] ?? []);
  });
  return { type: "table", columns, rows, at: positionOf(node, context) };
}
