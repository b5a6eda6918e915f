import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { Kysely } from "kysely";
import { faultText, LetterpressError, systemCode } from "../base/errors.ts";
import type { Store } from "./store.ts";
import { syncFolder } from "./sync-folder.ts";
import type { Tables } from "./tables.ts";
import { type Unsubscribed, type UnsubscribeRequest, unsubscribeIn } from "./unsubscribe.ts";

/*
 * The journal: readers who unsubscribed while the store could not be written (another program had locked it, the disk
 * was full) are noted in a file beside it, `<store>.unsubscribes`, and answered when that is on the disk. A full disk
 * takes no new file either, so the service keeps a reserve from its start on, `<store>.reserve`, and gives it up for
 * the journal.
 *
 * Who holds the write lock applies the journal: the service as soon as it can, every run of a mailing in the
 * transaction that writes its intents, and the queue of service mails where it takes one. So no message starts to a
 * reader who was answered before. The transactions in which a reader decides to come back apply it first, too: what
 * they decide is later than what is noted, whatever the clocks say. To apply it is to rename it to
 * `<store>.unsubscribes.applying`, to end the subscriptions, to commit, and to delete the renamed file under the lock
 * again.
 *
 * Crash before the commit: the renamed file is there, and the next holder of the lock reads both. Crash after it: it is
 * read once more, which changes nothing: each line that was applied has its event in the consent log, and is known by
 * it. Somebody who writes while another renames finds another file, or none, under the name afterwards, and writes once
 * more. A line that a crash tore was never answered; each note begins with a line end, so that the next one is whole.
 */

/**
 * Notes these requests, on the disk when it returns. Throws a LetterpressError when there is no room for them either.
 */
export function writeJournal(store: string, requests: readonly UnsubscribeRequest[]): void {
  const lines = requests.map((request) => `\n${JSON.stringify(request)}\n`).join("");
  const note = () => {
    for (let written = false; !written; ) written = append(journalFile(store), lines);
  };
  try {
    note();
  } catch (fault) {
    if (!isFull(fault) || !giveUpReserve(store)) throw journalFault(store, fault, "written");
    try {
      note();
    } catch (again) {
      throw journalFault(store, again, "written");
    }
  }
}

/** Whether somebody is noted whom the store does not know of yet. Costs two looks at a folder. */
export function hasJournal(store: string): boolean {
  return existsSync(journalFile(store)) || existsSync(applyingFile(store));
}

/**
 * Ends the subscriptions of the journal, in a transaction that holds the write lock; undefined when there is no
 * journal. Who has committed calls `forgetJournal`. Throws a LetterpressError when it cannot be read: then nothing may
 * be sent.
 */
export async function applyJournal(
  db: Kysely<Tables>,
  store: Pick<Store, "key" | "file">,
): Promise<AppliedJournal | undefined> {
  if (!hasJournal(store.file)) return undefined;
  try {
    if (!existsSync(applyingFile(store.file))) renameSync(journalFile(store.file), applyingFile(store.file));
    const texts = [applyingFile(store.file), journalFile(store.file)].map(textOf);
    const requests = texts.flatMap(requestsIn);
    const answers: Unsubscribed[] = [];
    for (let from = 0; from < requests.length; from += largestGroup)
      answers.push(...(await unsubscribeIn(db, store, requests.slice(from, from + largestGroup))));
    return { file: fileMark(applyingFile(store.file)), answers };
  } catch (fault) {
    if (systemCode(fault) === undefined) throw fault;
    throw journalFault(store.file, fault, "read");
  }
}

/**
 * A transaction that begins with the journal: what it reads and decides knows of everybody who was answered before, and
 * of a decision that a reader makes in it the journal holds nothing any more.
 */
export async function afterJournal<Result>(
  store: Store,
  work: (db: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  let applied: AppliedJournal | undefined;
  const result = await store.db.transaction().execute(async (transaction) => {
    applied = await applyJournal(transaction, store);
    return work(transaction);
  });
  await forgetJournal(store, applied);
  return result;
}

/**
 * For who has applied it with work of their own and committed both: that stands, so it must not seem to have failed. A
 * journal that cannot be deleted now, or while another program has locked the store, is read again, which changes
 * nothing.
 */
export async function forgetJournal(store: Store, applied: AppliedJournal | undefined): Promise<void> {
  if (applied !== undefined) await clearJournal(store, applied).catch(() => undefined);
}

export interface AppliedJournal {
  readonly file: string | undefined;
  readonly answers: readonly Unsubscribed[];
}

/** Throws a LetterpressError when the file cannot be deleted. */
async function clearJournal(store: Store, { file }: AppliedJournal): Promise<void> {
  await store.db.transaction().execute(async () => {
    if (file === undefined || fileMark(applyingFile(store.file)) !== file) return;
    try {
      rmSync(applyingFile(store.file), { force: true });
    } catch (fault) {
      throw journalFault(store.file, fault, "deleted");
    }
  });
}

/**
 * Takes over whoever is noted, in a transaction of its own; undefined when nobody is. Throws the fault of the store.
 */
export async function takeOverJournal(store: Store): Promise<readonly Unsubscribed[] | undefined> {
  if (!hasJournal(store.file)) return undefined;
  const applied = await store.db.transaction().execute((transaction) => applyJournal(transaction, store));
  if (applied !== undefined) await clearJournal(store, applied);
  return applied?.answers;
}

/** Room on the disk that is given up for the journal when there is no other. False when it cannot be had. */
export function keepReserve(store: string): boolean {
  const file = reserveFile(store);
  if (existsSync(file)) return true;
  try {
    const opened = openSync(file, "wx", 0o600);
    try {
      // Bytes, and not a length alone: those would take no room until they are written.
      const bytes = Buffer.alloc(reserveBytes, " ");
      for (let written = 0; written < bytes.length; ) written += writeSync(opened, bytes, written);
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
    return true;
  } catch (fault) {
    // Another process was faster, and it is its own.
    if (systemCode(fault) === "EEXIST") return true;
    rmSync(file, { force: true });
    return false;
  }
}

/** True when it was written into the file that has the name now. */
function append(file: string, text: string): boolean {
  const opened = openSync(file, "a", 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) written += writeSync(opened, bytes, written);
    fsyncSync(opened);
    // Also when it was there: whoever made it may not have come so far.
    syncFolder(dirname(file));
    return statSync(file, { throwIfNoEntry: false })?.ino === fstatSync(opened).ino;
  } finally {
    closeSync(opened);
  }
}

function giveUpReserve(store: string): boolean {
  if (!existsSync(reserveFile(store))) return false;
  rmSync(reserveFile(store), { force: true });
  return true;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (fault) {
    if (systemCode(fault) === "ENOENT") return "";
    throw fault;
  }
}

function requestsIn(text: string): readonly UnsubscribeRequest[] {
  return text.split("\n").flatMap((line) => {
    const read = line.trim() === "" ? undefined : requestIn(line);
    return read === undefined ? [] : [{ ...read, isLate: true }];
  });
}

/** Undefined for a line that a crash tore. */
function requestIn(line: string): UnsubscribeRequest | undefined {
  try {
    return JSON.parse(line) as UnsubscribeRequest;
  } catch {
    return undefined;
  }
}

/** Tells a file from another one that had its name. */
function fileMark(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && [found.ino, found.size, found.mtimeNs].join(" ");
}

function isFull(fault: unknown): boolean {
  return ["ENOSPC", "EDQUOT"].includes(systemCode(fault) ?? "");
}

function journalFault(store: string, fault: unknown, what: keyof typeof journalCodes): LetterpressError {
  return new LetterpressError(
    journalCodes[what],
    `${journalFile(store)}, which names readers who unsubscribed while the store could not be written, cannot be ${what}: ${faultText(fault)}.`,
    "Check that this user may read and write that file and its folder, and that the disk has room. Nothing is sent meanwhile.",
    { cause: fault },
  );
}

const journalCodes = {
  read: "store/journal-unreadable",
  written: "store/journal-unwritten",
  deleted: "store/journal-undeleted",
} as const;

function journalFile(store: string): string {
  return `${store}.unsubscribes`;
}

function applyingFile(store: string): string {
  return `${store}.unsubscribes.applying`;
}

function reserveFile(store: string): string {
  return `${store}.reserve`;
}

// A statement has three parameters a reader; SQLite takes 32,766.
const largestGroup = 1000;

/** Room for some ten thousand readers. */
const reserveBytes = 1024 * 1024;
