import { type FSWatcher, watch } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { configFile } from "../../config/read-config.ts";
import { fingerprint, sourceFolders } from "./fingerprint.ts";

/**
 * Calls `onChange` after issues, templates or the configuration changed, once for changes that come together. One
 * watcher for each folder, not a recursive one: an editor that saves by renaming a new file over the old one is then
 * seen every time. Resolves to what ends it.
 */
export async function watchSources(root: string, onChange: () => void): Promise<() => void> {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let last = (await fingerprint(root)).whole;

  function later(): void {
    if (isOver) return;
    clearTimeout(timer);
    timer = setTimeout(look, debounceMs);
  }

  async function look(): Promise<void> {
    await watchFolders();
    const now = (await fingerprint(root)).whole;
    if (isOver || now === last) return;
    last = now;
    onChange();
  }

  async function watchFolders(): Promise<void> {
    const below = await Promise.all(sourceFolders.map((folder) => foldersFrom(join(root, folder))));
    const folders = [root, ...below.flat()];
    for (const [folder, watcher] of watchers) if (!folders.includes(folder)) forget(folder, watcher);
    if (isOver) return;
    for (const folder of folders) if (!watchers.has(folder)) watchFolder(folder);
  }

  function watchFolder(folder: string): void {
    try {
      const watcher = watch(folder, (_, name) => {
        // The root also holds the store, which changes all the time.
        if (folder !== root || name === null || [configFile, ...sourceFolders].includes(name)) later();
      });
      watcher.on("error", () => {
        forget(folder, watcher);
        later();
      });
      watchers.set(folder, watcher);
    } catch {
      // It was removed since it was listed, or the system has no watchers left: a reload still shows what is on the
      // disk.
    }
  }

  function forget(folder: string, watcher: FSWatcher): void {
    watchers.delete(folder);
    watcher.close();
  }

  await watchFolders();
  return () => {
    isOver = true;
    clearTimeout(timer);
    for (const [folder, watcher] of watchers) forget(folder, watcher);
  };
}

async function foldersFrom(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return [];
  const below = entries.filter((entry) => entry.isDirectory());
  return [folder, ...below.map((entry) => join(entry.parentPath, entry.name))];
}

// Long enough for the two or three events of one save.
const debounceMs = 15;
