import { LetterpressError, systemCode } from "../base/errors.ts";

/**
 * What SQLite reports, as a sentence with a next step: everything an operator can put right becomes a
 * LetterpressError, the rest (a broken constraint, a wrong statement) is a bug of ours and returned as it is.
 */
export function sqliteFault(fault: unknown, file: string): unknown {
  const code = resultCode(fault);
  const known = code === undefined ? undefined : faults[code];
  if (known === undefined) return fault;
  return new LetterpressError(known.code, known.message(file), known.remedy, { cause: fault });
}

/** The same for what the file system reports when the file is written past SQLite. */
export function diskFault(fault: unknown, file: string): LetterpressError {
  const { code, message, remedy } = systemFaults[systemCode(fault) ?? ""] ?? diskBroken;
  return new LetterpressError(code, message(file), remedy, { cause: fault });
}

/** Another connection holds the lock (SQLITE_BUSY): trying again later may work. */
export function isBusy(fault: unknown): boolean {
  return resultCode(fault) === 5;
}

/** The primary result code (https://www.sqlite.org/rescode.html); the extended ones carry it in the low byte. */
function resultCode(fault: unknown): number | undefined {
  if (!Error.isError(fault)) return undefined;
  const { code, errcode } = fault as { code?: unknown; errcode?: unknown };
  return code === "ERR_SQLITE_ERROR" && typeof errcode === "number" ? errcode & 0xff : undefined;
}

interface KnownFault {
  readonly code: string;
  readonly message: (file: string) => string;
  readonly remedy: string;
}

const locked: KnownFault = {
  code: "store/locked",
  message: (file) => `${file} is locked: another program keeps it busy.`,
  remedy: "Close the program that has it open (a database browser, a backup), then run the command again.",
};

const readOnly: KnownFault = {
  code: "store/read-only",
  message: (file) => `${file} cannot be written.`,
  remedy:
    "Give this user write permission for the file and for its folder: SQLite writes two files next to it.",
};

const corrupt: KnownFault = {
  code: "store/corrupt",
  message: (file) => `${file} is damaged: SQLite cannot read a part of it.`,
  remedy: "Restore it from a backup, and move the files ending in -wal and -shm away with the damaged one.",
};

const diskBroken: KnownFault = {
  code: "store/unreadable",
  message: (file) => `${file} could not be read or written: the disk reported a fault.`,
  remedy: "Check the disk and whether it is a network drive; keep the store on a local disk.",
};

const full: KnownFault = {
  code: "store/full",
  message: (file) => `${file} could not grow: the disk is full.`,
  remedy: "Free some space, then run the command again; nothing that was recorded is lost.",
};

/** By the codes of the operating system. */
const systemFaults: Readonly<Record<string, KnownFault>> = {
  EACCES: readOnly,
  EDQUOT: full,
  ENOSPC: full,
  EPERM: readOnly,
  EROFS: readOnly,
};

const faults: Readonly<Record<number, KnownFault>> = {
  3: readOnly,
  5: locked,
  6: locked,
  8: readOnly,
  10: diskBroken,
  11: corrupt,
  13: full,
  14: {
    code: "store/unreadable",
    message: (file) => `${file} could not be opened.`,
    remedy: "Check that it is a file, and that this user may read and write it and its folder.",
  },
  26: {
    code: "store/not-a-store",
    message: (file) => `${file} is not a Letterpress store: it is no SQLite database.`,
    remedy:
      "Check the path of the store in letterpress.yaml, or move the file away to start with an empty store.",
  },
};
