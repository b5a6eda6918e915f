import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openStore } from "../../src/store/store.ts";

/**
 * Puts an empty store where there is none. Its tables are made once in a process of tests, and copied from then on:
 * that is a tenth of the work, which hundreds of tests would do. The copies have the same keys; a test that wants
 * others lets `openStore` make its store.
 */
export async function putEmptyStore(file: string): Promise<void> {
  made ??= emptyStore();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, await made, { flag: "wx", mode: 0o600 });
}

let made: Promise<Buffer> | undefined;

async function emptyStore(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "letterpress-empty-"));
  const file = join(folder, "letterpress.sqlite");
  await (await openStore({ file })).close();
  const bytes = await readFile(file);
  await rm(folder, { recursive: true });
  return bytes;
}
