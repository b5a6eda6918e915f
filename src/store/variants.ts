import { createHash } from "node:crypto";
import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from "kysely";
import { languageFor } from "../model/reader-language.ts";
import { armDraw, languageField, type Split } from "../model/variant.ts";
import { fieldSql, oneOfSql } from "./field-sql.ts";
import { halved, holdsSql } from "./holds-sql.ts";
import type { Tables } from "./tables.ts";

/**
 * The key of `variantOf` in SQL, for a query that has `subscribers`, in the same transaction. Without a split it is
 * `all`.
 */
export async function variantSql(db: Kysely<Tables>, split: Split | undefined): Promise<RawBuilder<string>> {
  if (split === undefined) return sql`'all'`;
  const parts = [
    ...(split.languages.length > 1 ? [await languageSql(db, split.languages)] : []),
    ...(split.arms > 1 ? [armSql(split)] : []),
    ...(split.conditions.length > 0 ? [bitsSql(split.conditions)] : []),
  ];
  return parts.length === 0 ? sql`'all'` : sql<string>`(${sql.join(parts, sql` || '.' || `)})`;
}

export interface VariantReaders {
  readonly variant: string;
  readonly readers: number;
}

/**
 * How many of the given readers have each variant, and a name for exactly these readers with exactly these variants.
 * Three sums over ids for each variant are as good as a list for telling two lists apart, and are made in one walk.
 */
export async function countVariants(
  db: Kysely<Tables>,
  readers: SelectQueryBuilder<Tables, never, { id: number; variant: string }>,
): Promise<{ readonly variants: readonly VariantReaders[]; readonly members: string }> {
  const sum = (term: RawBuilder<unknown>) => sql<string>`cast(sum(${term}) as text)`;
  // Sums of ids alone cannot tell readers 1 and 4 from 2 and 3. Of numbers below 2^16, so that no product overflows.
  const squared = sql`((cast(id as bigint) % 65521) * (cast(id as bigint) % 65521)) % 65521`;
  const rows = await db
    .selectFrom(readers.as("reader"))
    .select((reader) => [
      "variant",
      reader.fn.countAll<number>().as("readers"),
      sum(sql`id`).as("ids"),
      sum(squared).as("squares"),
      sum(sql`((${squared}) * (id % 65521)) % 65521`).as("cubes"),
    ])
    .groupBy("variant")
    .execute();
  const sorted = rows
    .map((row) => ({ ...row, readers: Number(row.readers) }))
    .sort((a, b) => (a.variant < b.variant ? -1 : 1));
  const names = sorted.map(({ variant, readers, ids, squares, cubes }) => [
    variant,
    readers,
    ids,
    squares,
    cubes,
  ]);
  const members = createHash("sha256").update(JSON.stringify(names)).digest("hex").slice(0, 32);
  return { variants: sorted.map(({ variant, readers }) => ({ variant, readers })), members };
}

/**
 * A list has few languages and many readers: what its readers say is read once, each thing is decided by the one rule,
 * and SQL only looks up what was decided.
 */
async function languageSql(db: Kysely<Tables>, languages: Split["languages"]): Promise<RawBuilder<string>> {
  const own = languages[0] ?? "";
  const field = fieldSql(languageField);
  const said = await db.selectFrom("subscribers").select(field.as("said")).distinct().execute();
  const saying = Map.groupBy(said, (one) => languageFor(languages, one.said));
  const cases = [...saying]
    .filter(([language]) => language !== own)
    .map(
      ([language, by]) =>
        sql`when ${oneOfSql(
          sql`reader.said`,
          by.map((one) => one.said),
        )} then ${language}`,
    );
  if (cases.length === 0) return sql<string>`${own}`;
  return sql<string>`(select case ${sql.join(cases, sql` `)} else ${own} end from (select ${field} as said) as reader)`;
}

function armSql({ issue, arms }: Split): RawBuilder<string> {
  const { prime, factor, offset } = armDraw(issue);
  const [p, f, o, n] = [prime, factor, offset, arms].map((number) => sql.lit(number));
  // The product is larger than the integers of 32 bits that some databases keep ids in.
  const drawn = sql`((cast(subscribers.id as bigint) % ${p}) * ${f} + ${o}) % ${p} % ${n}`;
  return sql<string>`substr('abcdefghijklmnopqrstuvwxyz', ${drawn} + 1, 1)`;
}

function bitsSql(conditions: Split["conditions"]): RawBuilder<string> {
  const bits = conditions.map(
    (condition) => sql<string>`case when ${holdsSql(condition)} then '1' else '0' end`,
  );
  return sql<string>`(${halved(bits, sql` || `)})`;
}
