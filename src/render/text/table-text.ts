import { type Measure, widthOf, wrap } from "./wrap.ts";

/** A table whose cells are plain text already, with tokens. */
export interface TextTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly aligns: readonly ("left" | "center" | "right" | undefined)[];
}

/** Columns side by side when they fit, otherwise a line `title: value` for each cell and an empty one between rows. */
export function tableText(given: TextTable, measure: Measure): string {
  const flat = (cell: string) => cell.replaceAll("\n", " ");
  const table = { ...given, titles: given.titles.map(flat), rows: given.rows.map((row) => row.map(flat)) };
  const widths = table.titles.map((title, index) =>
    Math.max(...[title, ...table.rows.map((row) => row[index] ?? "")].map((cell) => widthOf(cell, measure))),
  );
  const whole = widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1));
  return whole <= measure.columns && holdsStill(table, measure)
    ? aligned(table, widths, measure)
    : listed(table, measure);
}

/** False when a reader's own value would move the columns behind it. */
function holdsStill({ titles, rows, aligns }: TextTable, { book }: Measure): boolean {
  const last = titles.length - 1;
  return [titles, ...rows].every((cells) =>
    cells.every(
      (cell, index) =>
        book.find(cell).length === 0 || (index === last && (aligns[last] ?? "left") === "left"),
    ),
  );
}

const gap = "  ";

function aligned({ titles, rows, aligns }: TextTable, widths: readonly number[], measure: Measure): string {
  const set = (cells: readonly string[]) =>
    cells
      .map((cell, index) => {
        const room = (widths[index] ?? 0) - widthOf(cell, measure);
        const before =
          aligns[index] === "right" ? room : aligns[index] === "center" ? Math.floor(room / 2) : 0;
        return " ".repeat(before) + wrapless(cell, measure) + " ".repeat(room - before);
      })
      .join(gap)
      .trimEnd();
  const head = titles.some((title) => title !== "")
    ? [
        set(titles),
        widths
          .map((width) => "-".repeat(width))
          .join(gap)
          .trimEnd(),
      ]
    : [];
  return [...head, ...rows.map(set)].join("\n");
}

/** What `wrap` takes out is taken out here too. */
function wrapless(cell: string, measure: Measure): string {
  return wrap(cell, { ...measure, columns: Number.POSITIVE_INFINITY });
}

function listed({ titles, rows }: TextTable, measure: Measure): string {
  if (rows.length === 0) return titles.map((title) => wrap(title, measure)).join("\n");
  const line = (title: string, cell: string) =>
    title === ""
      ? wrap(cell, measure)
      : behind(`${title}${measure.colon}${cell === "" ? "–" : cell}`, measure);
  return rows
    .map((row) =>
      row
        .map((cell, index) => line(titles[index] ?? "", cell))
        .filter((one) => one !== "")
        .join("\n"),
    )
    .join("\n\n");
}

/** Second lines stand two columns in, so that the next title is seen. */
function behind(text: string, measure: Measure): string {
  const [first = "", ...rest] = wrap(text, { ...measure, columns: measure.columns - gap.length }).split("\n");
  return rest.length === 0 ? first : [first, ...rest.map((one) => gap + one)].join("\n");
}
