import { createReadStream, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { Config } from "../../config/config.ts";
import type { Store } from "../../store/store.ts";
import { knownEncoding } from "../../subscriptions/csv/read-text.ts";
import type { ImportInput, ImportReport } from "../../subscriptions/import/import-report.ts";
import { runImport } from "../../subscriptions/import/import-subscribers.ts";
import { type PlannedImport, planImport } from "../../subscriptions/import/plan-import.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { chooseList, openNewsletter, openNewsletterStore } from "../newsletter.ts";
import { tagOption } from "../only-option.ts";
import { holdHeap, sweepOften } from "../send/hold-heap.ts";
import type { Terminal } from "../terminal.ts";
import { importProgress } from "./import-progress.ts";
import { type RefusedFile, refusedFile, showRefusedFile } from "./refused-file.ts";
import { showImport, showImportPlan } from "./show-import.ts";
import { storeToRead } from "./store-to-read.ts";

export interface ImportOptions {
  readonly list?: string;
  readonly tag?: string;
  readonly from?: string;
  readonly map?: readonly string[];
  readonly ignore?: readonly string[];
  readonly overwrite?: string;
  readonly encoding?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `letterpress subscribers import` */
export async function importFile(
  terminal: Terminal,
  named: string,
  options: ImportOptions,
): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const path = resolve(terminal.folder, named);
  const file = relative(terminal.folder, path) || path;
  let bytes = 0;
  sweepOften();
  using heap = holdHeap(8 * 1024 * 1024, 50);
  const planned = await planImport({
    ...importInput(config, options),
    file,
    source: counted(createReadStream(path, { highWaterMark: 262_144 }), (more) => {
      bytes += more;
      heap.look();
    }),
  });
  const json = options.json === true;
  if (!json) showImportPlan(terminal, planned.plan);
  const refused = refusedFile(
    path,
    planned.plan.columns.map(({ header }) => header),
  );
  const progress = importProgress(terminal, systemClock, sizeOf(path));
  const report = await follow(terminal, config, planned, {
    refused: options.dryRun === true ? undefined : refused,
    progress: (rows) => progress.show(rows, bytes),
  })
    .finally(() => {
      refused.close();
      progress.clear();
    })
    .catch((fault: unknown) => {
      // The rows above the fault are saved; what was refused of them is told all the same.
      showRefusedFile(terminal, refused.name);
      throw fault;
    });
  const written = refused.name === undefined ? undefined : relative(terminal.folder, refused.name);
  if (json) terminal.print(JSON.stringify(asJson(planned, report, written), null, 2));
  else {
    showImport(terminal, report, { file, dryRun: options.dryRun === true });
    showRefusedFile(terminal, refused.name);
  }
  return report.faulty === 0 ? exitCodes.done : exitCodes.incomplete;
}

function importInput(config: Config, options: ImportOptions): Omit<ImportInput, "file" | "source"> {
  const { from, ignore = [], overwrite, dryRun = false } = options;
  return {
    list: chooseList(config, options.list).id,
    fields: config.fields,
    tags: Object.keys(config.tags),
    now: systemClock.now(),
    map: mapOption(options.map ?? []),
    ignore,
    dryRun,
    ...(options.tag === undefined ? {} : { tagAll: tagOption(config, options.tag) }),
    ...(from === undefined ? {} : { from }),
    ...(overwrite === undefined ? {} : { overwrite: overwrite.split(",").map((name) => name.trim()) }),
    ...(options.encoding === undefined ? {} : { encoding: encodingOption(options.encoding) }),
  };
}

/** `First name=firstName`: a column may have an equals sign in its name, a field has none. */
function mapOption(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf("=");
      if (at > 0) return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      throw new LetterpressError(
        "use/map",
        `--map "${pair}" does not say which column becomes which field.`,
        'Write it like --map "First name=firstName".',
      );
    }),
  );
}

function encodingOption(named: string): string {
  const encoding = knownEncoding(named);
  if (encoding !== undefined) return encoding;
  throw new LetterpressError(
    "use/encoding",
    `No encoding is called "${named}".`,
    "Usual ones are utf-8, utf-16le, windows-1252, iso-8859-15, macintosh and shift_jis.",
  );
}

async function* counted(source: AsyncIterable<Buffer>, count: (bytes: number) => void) {
  for await (const chunk of source) {
    count(chunk.length);
    yield chunk;
  }
}

/** Undefined for what has none, such as a pipe; what is not there is told when it is read. */
function sizeOf(path: string): number | undefined {
  const entry = statSync(path, { throwIfNoEntry: false });
  return entry?.isFile() === true ? entry.size : undefined;
}

async function follow(
  terminal: Terminal,
  config: Config,
  planned: PlannedImport,
  view: { readonly refused: RefusedFile | undefined; progress(rows: number): void },
): Promise<ImportReport> {
  await using opened = await openFor(config, planned.input.dryRun === true);
  const events = runImport(opened.store, planned);
  for (let next = await events.next(); ; next = await events.next()) {
    if (next.done === true) return next.value;
    const event = next.value;
    if (event.type === "progress") view.progress(event.rows);
    else view.refused?.add(event.refusal, event.cells, terminal);
  }
}

async function openFor(
  config: Config,
  dryRun: boolean,
): Promise<AsyncDisposable & { readonly store: Store }> {
  if (dryRun) return storeToRead(config);
  const store = await openNewsletterStore(config);
  return { store, [Symbol.asyncDispose]: () => store.close() };
}

function asJson({ plan }: PlannedImport, report: ImportReport, refused: string | undefined) {
  const { profile, encoding, separator, columns } = plan;
  return { ...report, profile: profile?.name, encoding, separator, columns, refusedFile: refused };
}
