import { closeSync, fdatasync, fdatasyncSync, openSync } from "node:fs";
import { diskFault } from "./sqlite-faults.ts";

/**
 * Puts what was committed on the disk, and lets the event loop run meanwhile. SQLite would do the same before a commit
 * returns (`synchronous = full`), and would stop every socket of this process for as long as the disk takes. With
 * `normal` it writes a commit into the log (`<file>-wal`) and syncs the log only where its own order depends on it:
 * before pages are copied from it into the database, and when it begins anew. What is left is to sync the log once
 * after a commit, here.
 *
 * Crash before the sync: as if the commit had not been, or had been; nobody was told. Crash after it: the commit
 * stands.
 */
export class WalSync {
  readonly #file: string;
  readonly #waitsHere: boolean;
  #log: number | undefined;

  /** `waitsHere`: nothing else has to go on in this thread, and another would be a detour. */
  constructor(file: string, waitsHere: boolean) {
    this.#file = file;
    this.#waitsHere = waitsHere;
  }

  /** Resolves when everything committed so far will outlive a power cut. Throws a LetterpressError when it may not. */
  async sync(): Promise<void> {
    try {
      // The log is there since the first commit, and stays as long as the database is open. Windows asks for a writable
      // one.
      this.#log ??= openSync(`${this.#file}-wal`, "r+");
      if (this.#waitsHere) fdatasyncSync(this.#log);
      else await datasync(this.#log);
    } catch (fault) {
      throw diskFault(fault, this.#file);
    }
  }

  close(): void {
    if (this.#log !== undefined) closeSync(this.#log);
    this.#log = undefined;
  }
}

function datasync(file: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(file, (fault) => (fault === null ? resolve() : reject(fault)));
  });
}
