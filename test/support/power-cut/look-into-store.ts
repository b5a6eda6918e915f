import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Files } from "./disk.ts";

/**
 * Opens the store that is among these files, as SQLite does after a power cut, and gives back what `look` finds;
 * undefined when there is none. Throws when it cannot be opened or any page of it is wrong. Not with `openStore`: it is
 * done hundreds of times, and what this process writes needs no sync.
 */
export function lookIntoStore<Found>(
  files: Files,
  look: (database: DatabaseSync) => Found,
): Found | undefined {
  const folder = mkdtempSync(join(tmpdir(), "letterpress-cut-"));
  try {
    const file = writeStore(folder, files);
    if (file === undefined) return undefined;
    using database = new DatabaseSync(file);
    database.exec("pragma synchronous = off");
    const checked = database.prepare("pragma quick_check").all();
    if (checked.length !== 1 || checked[0]?.quick_check !== "ok")
      throw new Error(`the store is damaged: ${JSON.stringify(checked)}`);
    return look(database);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Writes the store of a newsletter, and what lies beside it, into another folder; the path of the store, if there is
 * one.
 */
export function writeStore(folder: string, files: Files): string | undefined {
  const name = [...files.keys()].find((path) => path.endsWith("store.sqlite"));
  if (name === undefined) return undefined;
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  for (const [path, content] of files) if (path.startsWith(name)) writeFileSync(join(folder, path), content);
  return join(folder, name);
}
