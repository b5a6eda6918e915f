import { type RawBuilder, type SqlBool, sql } from "kysely";

/**
 * The reader's own value of a field in a query that has `subscribers`; the empty text when it is not known. As
 * `parseFields` reads it: what is no text, and a row that is no JSON, is no value. The one place where SQL looks into
 * JSON, which every database does in its own way; this is SQLite's.
 */
export function fieldSql(field: string): RawBuilder<string> {
  const path = `$.${JSON.stringify(field)}`;
  return sql<string>`(case when not json_valid(subscribers.fields) then ''
    when json_type(subscribers.fields, ${path}) = 'text' then json_extract(subscribers.fields, ${path})
    else '' end)`;
}

/**
 * Whether some value of a reader holds these words, whatever the case of their Latin letters; in a query that has
 * `subscribers`.
 */
export function someFieldHoldsSql(words: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select 1
    from json_each(case when json_valid(subscribers.fields) then subscribers.fields else '{}' end) as field
    where field.type = 'text' and instr(lower(field.value), lower(${words})) > 0)`;
}

/**
 * Whether a text or a number is one of these, however many they are: the database makes an index of them, once for each
 * query.
 */
export function oneOfSql(
  value: RawBuilder<unknown>,
  values: readonly (string | number)[],
): RawBuilder<SqlBool> {
  return sql<SqlBool>`${value} in (select value from json_each(${JSON.stringify(values)}))`;
}
