import { closeSync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { systemCode } from "../base/errors.ts";

/** The names in a folder outlive a power cut from here on. Windows cannot open a folder, and needs not. */
export function syncFolder(folder: string): void {
  let opened: number | undefined;
  try {
    opened = openSync(folder, "r");
    fsyncSync(opened);
  } catch (fault) {
    if (!["EISDIR", "EPERM", "EACCES", "EINVAL"].includes(systemCode(fault) ?? "")) throw fault;
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

/**
 * The same for folders that were just made: the name of each stands in the one above. `topmost` is the first that was
 * not there before.
 */
export function syncNewFolders(folder: string, topmost: string): void {
  for (let made = folder; ; made = dirname(made)) {
    syncFolder(dirname(made));
    if (made === topmost || made === dirname(made)) return;
  }
}
