import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openStore } from "../../src/store/store.ts";
import { countSubscriptions } from "../../src/store/subscribers.ts";
import { importFloor } from "../import-floor.ts";
import { list, root, newsletterHead } from "../material.ts";
import { missingProgram } from "../program.ts";
import { figure } from "../table.ts";
import { type Moment, watchSend } from "../watch-send.ts";

/** The command itself as it is published, with a file of a million rows; then the same file again, and an export. */
export async function benchImport(scale: number): Promise<string> {
  const missing = missingProgram();
  if (missing !== undefined) return missing;
  const rows = Math.round(1_000_000 * scale);
  const folder = await mkdtemp(join(root, ".letterpress-bench-"));
  try {
    await newsletter(folder);
    const bytes = await writeReaders(join(folder, "readers.csv"), rows);
    const floor = await importFloor(folder, rows);
    const first = await watchSend(folder, ["subscribers", "import", "readers.csv"], nothingArrives);
    await checkImported(folder, rows);
    const again = await watchSend(folder, ["subscribers", "import", "readers.csv"], nothingArrives);
    const out = await watchSend(folder, ["subscribers", "export", "--out", "out.csv"], nothingArrives);
    return [
      `\`npx letterpress subscribers import\` of ${figure(rows)} rows in ${figure(bytes / 1_000_000)} MB, with three fields and a tag, each quoted cell with a comma in it:`,
      "",
      `- into an empty store: **${figure(secondsOf(first), 1)} s** (aim: at most 60), ${figure(rows / secondsOf(first))} rows a second; the most memory **${figure(peakOf(first))} MB** (aim: at most 250); CPU ${figure(cpuOf(first), 1)} s`,
      `- SQLite alone, the same readers written into the same tables row by row, with nothing read or compared: ${figure(floor.seconds, 1)} s, CPU ${figure(floor.cpuSeconds, 1)} s; the import takes **${figure(secondsOf(first) / floor.seconds, 2)} times** that, and ${figure((cpuOf(first) ?? Number.NaN) / floor.cpuSeconds, 2)} times its CPU`,
      `- the same file again, of which nothing is new: ${figure(secondsOf(again), 1)} s, ${figure(peakOf(again))} MB`,
      `- \`subscribers export\`: ${figure(secondsOf(out), 1)} s, ${figure(peakOf(out))} MB`,
    ].join("\n");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const nothingArrives = { taken: async () => ({ messages: 0, bytes: 0 }) };

function secondsOf(moments: readonly Moment[]): number {
  return moments.at(-1)?.seconds ?? Number.NaN;
}

function peakOf(moments: readonly Moment[]): number | undefined {
  return moments.at(-1)?.peakMegabytes;
}

function cpuOf(moments: readonly Moment[]): number {
  return moments.at(-1)?.cpuSeconds ?? Number.NaN;
}

/** Rows in no order that an index has; every thousandth address stands twice. */
async function writeReaders(file: string, rows: number): Promise<number> {
  const out = createWriteStream(file);
  out.write("email,firstName,city,language,tags\n");
  for (let index = 0; index < rows; index += 1) {
    const number = index % 1_000 === 999 ? index - 1 : index;
    const local = `reader.${((number * 7_919) % rows).toString(36)}.${number}`;
    const line = `${local}@example${number % 97}.org,Reader ${number},"City, ${number % 1_000}",${number % 3 === 0 ? "de-AT" : "en"},member\n`;
    if (!out.write(line)) await once(out, "drain");
  }
  out.end();
  await once(out, "close");
  return out.bytesWritten;
}

async function checkImported(folder: string, rows: number): Promise<void> {
  await using store = await openStore({ file: join(folder, ".letterpress/store.sqlite") });
  const { confirmed } = await countSubscriptions(store, list);
  const wanted = rows - Math.floor(rows / 1_000);
  if (confirmed !== wanted) throw new Error(`${wanted} readers were to come in, and ${confirmed} did.`);
}

async function newsletter(folder: string): Promise<void> {
  await mkdir(join(folder, "issues"));
  await writeFile(
    join(folder, "letterpress.yaml"),
    `${newsletterHead}fields:
  firstName: {}
  city: {}
  language: {}
tags:
  member: {}
relays:
  - { host: smtp.example.org }
`,
  );
}
