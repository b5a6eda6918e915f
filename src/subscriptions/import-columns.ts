import { LetterpressError } from "../base/errors.ts";
import { didYouMean } from "../base/suggest.ts";
import { importColumns } from "../model/subscriber.ts";

/** Which cell of a row holds what, by index. */
export interface Columns {
  readonly count: number;
  readonly email: number;
  readonly status?: number;
  readonly tags?: number;
  readonly fields: readonly { readonly name: string; readonly index: number }[];
}

/**
 * Reads the header row: `email` is required, `status` and `tags` may be there, every other column must be a declared field.
 * `where` is the file and line. Throws a LetterpressError that names every column it cannot place.
 */
export function parseColumns(cells: readonly string[], declared: readonly string[], where: string): Columns {
  const names = cells.map((cell) => columnName(cell, declared));
  const email = names.indexOf("email");
  if (email < 0) throw noEmailColumn(cells, where);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new LetterpressError(
      "subscriptions/duplicate-column",
      `${where} has two columns named "${twice}".`,
      "Remove or rename one of them.",
    );
  const unknown = names.filter((name) => !reserved.includes(name) && !declared.includes(name));
  if (unknown.length > 0) throw unknownColumns(unknown, declared, where);
  const optional = (name: "status" | "tags") => {
    const index = names.indexOf(name);
    return index < 0 ? {} : { [name]: index };
  };
  const fields = names.flatMap((name, index) => (reserved.includes(name) ? [] : [{ name, index }]));
  return { count: names.length, email, ...optional("status"), ...optional("tags"), fields };
}

function columnName(cell: string, declared: readonly string[]): string {
  const name = cell.trim();
  if (declared.includes(name)) return name;
  return reserved.includes(name.toLowerCase()) ? name.toLowerCase() : name;
}

function noEmailColumn(cells: readonly string[], where: string): LetterpressError {
  const other =
    cells.length === 1 ? [";", "\t"].find((separator) => cells[0]?.includes(separator)) : undefined;
  if (other !== undefined)
    return new LetterpressError(
      "subscriptions/no-email-column",
      `${where} is separated by ${other === ";" ? "semicolons" : "tabs"}, not by commas.`,
      "Save the file with commas between the columns.",
    );
  return new LetterpressError(
    "subscriptions/no-email-column",
    `${where} has no column named "email"; the first row must name the columns.`,
    'Start the file with a row such as "email,firstName,status".',
  );
}

function unknownColumns(
  unknown: readonly string[],
  declared: readonly string[],
  where: string,
): LetterpressError {
  const quoted = unknown.map((name) => `"${name}"`).join(", ");
  return new LetterpressError(
    "subscriptions/unknown-column",
    `${where} has ${unknown.length === 1 ? "a column that is" : "columns that are"} not declared: ${quoted}.`,
    `Declare ${unknown.length === 1 ? "it" : "them"} under fields in letterpress.yaml, or remove the column. ` +
      didYouMean(unknown[0] ?? "", [...reserved, ...declared]),
  );
}

const reserved: readonly string[] = importColumns;
