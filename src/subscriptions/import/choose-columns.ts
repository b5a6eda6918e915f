import { LetterpressError } from "../../base/errors.ts";
import { printable } from "../../base/printable.ts";
import { didYouMean } from "../../base/suggest.ts";
import { importColumns } from "../../model/subscriber.ts";
import { folded, isCalled, likelyField, slipOf } from "./header.ts";
import type { ColumnUse, Profile } from "./profiles/profile.ts";

/** What becomes of one column of a file. */
export type Column =
  | { readonly header: string; readonly use: ColumnUse }
  | { readonly header: string; readonly use: "field"; readonly field: string }
  /**
   * `why` follows "ignored": `letterpress.yaml declares no such field`. `couldBe` is a field that it may hold: the
   * editor knows.
   */
  | { readonly header: string; readonly use: "ignored"; readonly why: string; readonly couldBe?: string };

export interface ColumnChoice {
  readonly headers: readonly string[];
  /** The names of the declared fields. */
  readonly fields: readonly string[];
  readonly profile: Profile | undefined;
  /** What the editor says of columns, by header: a field, or one of `importColumns`. */
  readonly map: Readonly<Record<string, string>>;
  /** Headers of columns that the editor leaves out. */
  readonly ignore: readonly string[];
  /** The file and line of the header row, for errors. */
  readonly where: string;
}

/**
 * Decides what each column of a file is, in their order: what the editor says, then what the profile knows, then a
 * column with the very name of something, then one that is called so elsewhere. What is nothing of that is ignored,
 * except that a slip of the keyboard is an error: nobody would miss the column. Throws a LetterpressError when the file
 * has no addresses, or two columns for one thing.
 */
export function chooseColumns(choice: ColumnChoice): readonly Column[] {
  const told = choice.headers.map((header) => toldColumn(header, choice));
  checkNamed(choice);
  const named = told.map((column, index) => column ?? namedColumn(choice.headers[index] ?? "", choice));
  checkTwice(named, choice.where);
  const taken = new Set(named.flatMap((column) => (column === undefined ? [] : [nameOf(column)])));
  const columns = named.map((known, index) => {
    const column = known ?? guessedColumn(choice.headers[index] ?? "", taken, choice);
    taken.add(nameOf(column));
    return column;
  });
  const free = choice.fields.filter((field) => !taken.has(field));
  if (columns.some(({ use }) => use === "email")) return columns.map((column) => asked(column, free));
  throw new LetterpressError(
    "subscriptions/no-email-column",
    `${choice.where} has no column with addresses; the first row must name the columns.`,
    'Call the column "email", or say which it is: --map "Name of the column=email".',
  );
}

function toldColumn(header: string, { map, ignore, fields, profile }: ColumnChoice): Column | undefined {
  if (header === "") return { header, use: "ignored", why: "it has no name" };
  if (ignore.some((one) => folded(one) === folded(header)))
    return { header, use: "ignored", why: "as you said" };
  const said = Object.entries(map).find(([one]) => folded(one) === folded(header))?.[1];
  if (said !== undefined) return { header, ...meant(said, fields) };
  const known = profile?.columns[folded(header)];
  if (known === undefined || !Object.hasOwn(profile?.columns ?? {}, folded(header))) return undefined;
  return known === "ignored"
    ? { header, use: "ignored", why: `${profile?.title} keeps it for itself` }
    : { header, use: known };
}

function meant(
  said: string,
  fields: readonly string[],
): { use: ColumnUse } | { use: "field"; field: string } {
  if (fields.includes(said)) return { use: "field", field: said };
  const use = importColumns.find((one) => one === said);
  if (use !== undefined) return { use };
  throw new LetterpressError(
    "subscriptions/unknown-field",
    `--map says "${said}", which is no field.`,
    `${didYouMean(said, [...importColumns, ...fields])} Fields are declared in letterpress.yaml.`,
  );
}

/** What --map and --ignore name must be there. */
function checkNamed({ headers, map, ignore, where }: ColumnChoice): void {
  const missing = [...Object.keys(map), ...ignore].find(
    (name) => !headers.some((one) => folded(one) === folded(name)),
  );
  if (missing === undefined) return;
  throw new LetterpressError(
    "subscriptions/no-such-column",
    `${where} has no column "${missing}".`,
    didYouMean(
      missing,
      headers.filter((header) => header !== ""),
    ),
  );
}

function namedColumn(header: string, { fields, profile }: ColumnChoice): Column | undefined {
  const word = folded(header);
  const field = fields.find((one) => one === header) ?? fields.find((one) => folded(one) === word);
  if (field !== undefined) return { header, use: "field", field };
  const use = importColumns.find((one) => folded(one) === word);
  return use === undefined || profile !== undefined ? undefined : { header, use };
}

function guessedColumn(header: string, taken: ReadonlySet<string>, choice: ColumnChoice): Column {
  const { fields, profile, where } = choice;
  const isFree = (name: string) => !taken.has(name);
  const field = fields.find((one) => isCalled(header, one) && isFree(one));
  if (field !== undefined) return { header, use: "field", field };
  const use = importColumns.find((one) => isCalled(header, one) && isFree(one));
  if (use !== undefined && (profile === undefined || use === "email")) return { header, use };
  const known = [...importColumns, ...fields];
  const near = profile === undefined ? slipOf(header, known) : undefined;
  if (near === undefined || !isFree(near)) return { header, use: "ignored", why: undeclared };
  throw new LetterpressError(
    "subscriptions/unknown-column",
    `${where} has a column "${printable(header)}", which is nearly "${near}".`,
    `Did you mean "${near}"? Then say --map "${header}=${near}"; otherwise --ignore "${header}".`,
  );
}

/** Of a column that is nothing here: which of the fields that no column is yet it may hold. */
function asked(column: Column, free: readonly string[]): Column {
  if (column.use !== "ignored" || column.why !== undeclared) return column;
  const couldBe = likelyField(column.header, free);
  return couldBe === undefined ? column : { ...column, couldBe };
}

function checkTwice(columns: readonly (Column | undefined)[], where: string): void {
  const names = columns.flatMap((column) =>
    column === undefined || isRepeatable(column) ? [] : [nameOf(column)],
  );
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new LetterpressError(
    "subscriptions/duplicate-column",
    `${where} has two columns for "${twice}".`,
    "Rename or remove one of them, or leave one out with --ignore.",
  );
}

/** Several columns may each say that somebody left, or when. */
function isRepeatable({ use }: Column): boolean {
  return use === "ignored" || use === "status" || use === "tags" || use === "signedUpAt" || use === "details";
}

function nameOf(column: Column): string {
  return column.use === "field" ? column.field : column.use;
}

const undeclared = "letterpress.yaml declares no such field";
