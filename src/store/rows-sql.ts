import { type RawBuilder, sql } from "kysely";

/**
 * Rows as a table that a query can select from, sent as one parameter: the text of the statement stays the same however many rows
 * there are, so it is compiled and prepared once. Values are texts, integers or null. In SQLite's way of reading JSON, like field-sql.ts.
 */
export function rowsSql(
  columns: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): RawBuilder<unknown> {
  const picked = columns.map((column, index) => sql`value ->> ${sql.lit(index)} as ${sql.ref(column)}`);
  return sql`(select ${sql.join(picked)} from json_each(${JSON.stringify(rows)}))`;
}
