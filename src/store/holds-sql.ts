import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { AudienceExpression } from "../model/audience.ts";
import { type ComparisonSign, isDate, longestNumber } from "../model/comparison.ts";
import { fieldSql } from "./field-sql.ts";

/**
 * `holdsFor` in SQL, for a query that has `subscribers`: true or false, never null, and the same answer. No expression
 * holds for everybody.
 */
export function holdsSql(expression: AudienceExpression | undefined): RawBuilder<SqlBool> {
  if (expression === undefined) return sql`1 = 1`;
  switch (expression.type) {
    case "list":
      return sql`exists (select 1 from subscriptions as tie where tie.subscriber_id = subscribers.id
        and tie.list_id = ${expression.list} and tie.state = 'confirmed')`;
    case "tag":
      return sql`exists (select 1 from subscriber_tags as tagged where tagged.subscriber_id = subscribers.id
        and tagged.tag = ${expression.tag})`;
    case "known":
      return sql`${fieldSql(expression.field)} <> ''`;
    case "in":
      // An empty list stands in no standard SQL.
      if (expression.values.length === 0) return sql`1 = 0`;
      return sql`${fieldSql(expression.field)} in (${sql.join(expression.values)})`;
    case "compare":
      return comparesSql(fieldSql(expression.field), expression.sign, expression.value);
    case "not":
      return sql`not (${holdsSql(expression.of)})`;
    case "and":
    case "or":
      return joined(expression.type, expression.of);
  }
}

/** `compares` in SQL. Both sides go through the same cast, so that equal texts are equal numbers. */
function comparesSql(field: RawBuilder<string>, sign: ComparisonSign, bound: string): RawBuilder<SqlBool> {
  const than = sql.raw(sign);
  if (isDate(bound))
    return sql`exists (select 1 from (select ${field} as own)
      where own glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and own ${than} ${bound})`;
  return sql`exists (select 1 from (select ${field} as own)
    where (own glob '[0-9]*' or own glob '-[0-9]*') and own glob '*[0-9]' and length(own) <= ${sql.lit(longestNumber)}
      and own not glob '*[^0-9.-]*' and own not glob '?*-*' and own not glob '*.*.*'
      and cast(own as real) ${than} cast(${bound} as real))`;
}

function joined(word: "and" | "or", parts: readonly AudienceExpression[]): RawBuilder<SqlBool> {
  // Of none, "and" holds and "or" does not, as with `every` and `some`.
  if (parts.length === 0) return word === "and" ? sql`1 = 1` : sql`1 = 0`;
  return halved(
    parts.map((part) => holdsSql(part)),
    word === "and" ? sql` and ` : sql` or `,
  );
}

/**
 * A chain written as a balanced tree: databases limit how deep an expression is, and a plain chain is as deep as long.
 */
export function halved<Value>(
  parts: readonly RawBuilder<Value>[],
  operator: RawBuilder<unknown>,
): RawBuilder<Value> {
  const [first, second] = parts;
  if (first !== undefined && second === undefined) return first;
  const middle = Math.ceil(parts.length / 2);
  return sql<Value>`(${halved(parts.slice(0, middle), operator)}${operator}${halved(parts.slice(middle), operator)})`;
}
