import { type RawBuilder, sql } from "kysely";

/**
 * The reader's own value of a field in a query that has `subscribers`; the empty text when it is not known. As `parseFields`
 * reads it: what is no text, and a row that is no JSON, is no value. The one place where SQL looks into JSON, which every
 * database does in its own way; this is SQLite's.
 */
export function fieldSql(field: string): RawBuilder<string> {
  const path = `$.${JSON.stringify(field)}`;
  return sql<string>`(case when not json_valid(subscribers.fields) then ''
    when json_type(subscribers.fields, ${path}) = 'text' then json_extract(subscribers.fields, ${path})
    else '' end)`;
}
