import { LetterpressError } from "../../base/errors.ts";
import { didYouMean } from "../../base/suggest.ts";
import type { CsvPiece } from "../csv/csv-piece.ts";
import { type CsvFile, openCsv } from "../csv/csv-rows.ts";
import { type Column, chooseColumns } from "./choose-columns.ts";
import { folded } from "./header.ts";
import type { ImportInput } from "./import-report.ts";
import { profiles } from "./profiles/all.ts";
import type { Profile } from "./profiles/profile.ts";
import { readable } from "./readable.ts";
import { type RowStatus, statusWords } from "./row-status.ts";

/** What an import would make of a file, as far as its first row tells. */
export interface ImportPlan {
  readonly file: string;
  readonly encoding: string;
  readonly separator: CsvFile["separator"];
  readonly profile?: Profile;
  readonly columns: readonly Column[];
  /** What the name of the file says of everybody in it. */
  readonly fileStatus?: RowStatus;
  readonly statuses: Readonly<Record<string, RowStatus>>;
  /** Letterpress wrote the file, so values that look like formulas have an apostrophe before them. */
  readonly isGuarded: boolean;
}

/** An import that has been planned; the rows come when they are asked for. */
export interface PlannedImport {
  readonly plan: ImportPlan;
  readonly input: ImportInput;
  readonly pieces: AsyncGenerator<readonly CsvPiece[], void, undefined>;
}

/** Names of the columns that the file of refused rows has before those of the file they are from. */
export const refusedColumns = ["refusedLine", "refusedBecause"] as const;

/**
 * Opens a file and decides what its columns are. Throws a LetterpressError when it is empty, is no CSV up to its first
 * row, has no column of addresses, or when what the editor says does not fit it.
 */
export async function planImport(input: ImportInput): Promise<PlannedImport> {
  const csv = await openCsv(readable(input), input.encoding);
  const { header, rest } = await readHeader(csv, input);
  const headers = header.cells.map((cell) => cell.trim());
  const words = new Set(headers.map(folded));
  const isRefused = refusedColumns.every((name) => words.has(folded(name)));
  const profile = chooseProfile(words, input.from);
  const ignore = [...(input.ignore ?? []), ...(isRefused ? refusedColumns : [])];
  const where = `${input.file}:${header.line}`;
  const { map = {} } = input;
  const fields = Object.keys(input.fields);
  const columns = chooseColumns({ headers, fields, profile, map, ignore, where });
  checkOverwrite(input, columns);
  const fileStatus = profile?.fileStatus?.(input.file);
  const plan: ImportPlan = {
    file: input.file,
    encoding: csv.encoding,
    separator: csv.separator,
    ...(profile === undefined ? {} : { profile }),
    columns,
    ...(fileStatus === undefined ? {} : { fileStatus }),
    statuses: { ...statusWords, ...profile?.statuses },
    isGuarded: isRefused || profile?.name === "letterpress",
  };
  return { plan, input, pieces: rest };
}

async function readHeader(csv: CsvFile, { file }: ImportInput) {
  // Not "for await", which would end the rows with the loop.
  for (let read = await csv.pieces.next(); read.done !== true; read = await csv.pieces.next()) {
    const [first, ...others] = read.value;
    if (first === undefined) continue;
    if (first.status === "row") return { header: first, rest: followed(others, csv.pieces) };
    const { line, code, message, remedy } =
      first.status === "fault"
        ? first
        : {
            line: first.line,
            code: "subscriptions/bad-csv",
            message: `${first.reason}.`,
            remedy: "Correct this row.",
          };
    throw new LetterpressError(code, `${file}:${line} ${message} Nothing was imported.`, remedy);
  }
  throw new LetterpressError(
    "subscriptions/no-email-column",
    `${file} is empty.`,
    'Start the file with a row that names the columns, such as "email,firstName,status".',
  );
}

async function* followed(first: readonly CsvPiece[], rest: CsvFile["pieces"]) {
  yield first;
  yield* rest;
}

function chooseProfile(headers: ReadonlySet<string>, from: string | undefined): Profile | undefined {
  if (from === undefined) return profiles.find((one) => one.recognises(headers));
  if (from === "none") return undefined;
  const named = profiles.find((one) => one.name === from.toLowerCase());
  if (named !== undefined) return named;
  const names = ["none", ...profiles.map(({ name }) => name)];
  throw new LetterpressError(
    "subscriptions/unknown-profile",
    `No export of "${from}" is known.`,
    `${didYouMean(from.toLowerCase(), names)} Leave it out for any other file.`,
  );
}

function checkOverwrite({ overwrite = [], file }: ImportInput, columns: readonly Column[]): void {
  const fields = columns.flatMap((column) => (column.use === "field" ? [column.field] : []));
  const missing = overwrite.find((name) => !fields.includes(name));
  if (missing === undefined || columns.some(({ use }) => use === "details")) return;
  throw new LetterpressError(
    "subscriptions/unknown-field",
    `--overwrite names "${missing}", and no column of ${file} becomes this field.`,
    didYouMean(missing, fields),
  );
}
