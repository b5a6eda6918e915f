import { relative, resolve } from "node:path";
import type { Store } from "../../store/store.ts";
import {
  type ExportInput,
  type ExportReport,
  exportSubscribers,
} from "../../subscriptions/export/export-subscribers.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { chooseList, countOf, openNewsletter } from "../newsletter.ts";
import { onlyOption } from "../only-option.ts";
import { holdHeap } from "../send/hold-heap.ts";
import type { Terminal } from "../terminal.ts";
import { stateOption } from "./state-option.ts";
import { storeToRead } from "./store-to-read.ts";
import { beginFile, type WholeFile } from "./whole-file.ts";

export interface ExportOptions {
  readonly list?: string;
  readonly state?: string;
  readonly only?: string;
  readonly out?: string;
  readonly consent?: string;
}

/** `letterpress subscribers export` */
export async function exportFile(terminal: Terminal, options: ExportOptions): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const state = stateOption(options.state);
  const only = onlyOption(config, options.only);
  const input: ExportInput = {
    list: chooseList(config, options.list).id,
    fields: Object.keys(config.fields),
    consent: options.consent !== undefined,
    ...(state === undefined ? {} : { state }),
    ...(only === undefined ? {} : { only }),
  };
  await using opened = await storeToRead(config);
  await using out = options.out === undefined ? undefined : await begin(terminal, options.out);
  await using log = options.consent === undefined ? undefined : await begin(terminal, options.consent);
  // Of what a page makes nothing is kept, and V8 would give it a hundred megabytes all the same.
  using _heap = holdHeap(8 * 1024 * 1024, 50);
  const report = await write(terminal, opened.store, input, { out, log });
  await out?.keep();
  await log?.keep();
  showExport(terminal, report, options);
  return exitCodes.done;
}

function begin(terminal: Terminal, named: string): Promise<WholeFile> {
  const path = resolve(terminal.folder, named);
  return beginFile(path, relative(terminal.folder, path) || path);
}

async function write(
  terminal: Terminal,
  store: Store,
  input: ExportInput,
  files: { readonly out: WholeFile | undefined; readonly log: WholeFile | undefined },
): Promise<ExportReport> {
  const pages = exportSubscribers(store, input);
  for (let next = await pages.next(); ; next = await pages.next()) {
    if (next.done === true) return next.value;
    const { csv, consent } = next.value;
    if (files.out === undefined) terminal.printRaw(csv);
    else await files.out.write(csv);
    await files.log?.write(consent);
  }
}

function showExport(
  terminal: Terminal,
  { readers, events, undeclared }: ExportReport,
  { out, consent }: ExportOptions,
): void {
  const log = consent === undefined ? "" : `, ${countOf(events, "event")} of the consent log in ${consent}`;
  terminal.note(`${countOf(readers, "reader")}${out === undefined ? "" : ` in ${out}`}${log}`);
  const left = Object.entries(undeclared).map(([name, count]) => `${name} (${countOf(count, "reader")})`);
  if (left.length > 0)
    terminal.note(
      `Fields that letterpress.yaml does not declare any more are left out: ${left.join(", ")}. Declare them to have them exported.`,
    );
}
