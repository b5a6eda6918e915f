import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Kysely } from "kysely";
import { faultText, LetterpressError, systemCode } from "../base/errors.ts";
import type { Mailing } from "../model/mailing.ts";
import type { Store } from "./store.ts";
import { syncFolder } from "./sync-folder.ts";
import type { Tables } from "./tables.ts";

/*
 * How an old copy of the store is known. The store counts the starts and ends of runs: its generation. A small file
 * beside it, `<store>.runs`, has the same number, and for each mailing the one of its last start or end. Who puts an
 * old copy of the store back leaves that file, and the copy's generation is lower than the file's.
 *
 * The store comes first: its new generation is committed, then the file is written, under the store's write lock, so
 * that two processes do not overwrite each other. Crash in between: the store is ahead of the file, which means
 * nothing. So the file is never ahead of the store it belongs to. A run marks its start before the first message; what
 * goes out between a mark and the next is covered by the next, half a minute later at most (delivery/keep-lease.ts).
 *
 * Nothing is known when the file is gone too, or when it was copied back with the store.
 */
export interface RunMarks {
  /** Names the store, and says nothing about its key. */
  readonly store: string;
  readonly generation: number;
  /** By mailing id. */
  readonly mailings: Readonly<Record<string, { readonly issue: string; readonly generation: number }>>;
}

/**
 * Notes, durably in both places, that a run of this mailing has come so far. Throws LetterpressError when it cannot.
 */
export async function markRun(store: Store, { id, issue }: Pick<Mailing, "id" | "issue">): Promise<void> {
  const generation = await store.db.transaction().execute(async (transaction) => {
    const next = (await generationOf(transaction)) + 1;
    await setGeneration(transaction, next);
    return next;
  });
  await store.db.transaction().execute(async (transaction) => {
    const marks = readMarks(store.file);
    const mine = marks?.store === storeName(store) ? marks : undefined;
    writeMarks(store.file, {
      store: storeName(store),
      generation: await generationOf(transaction),
      mailings: { ...mine?.mailings, [id]: { issue, generation } },
    });
  });
}

/** The marks beside the store; undefined when there are none. Throws LetterpressError when they cannot be read. */
export function readMarks(store: string): RunMarks | undefined {
  const file = marksFile(store);
  try {
    return JSON.parse(readFileSync(file, "utf8")) as RunMarks;
  } catch (fault) {
    if (systemCode(fault) === "ENOENT") return undefined;
    throw new LetterpressError(
      "store/marks-unreadable",
      `${file}, which tells whether the store beside it is the newest one, cannot be read: ${faultText(fault)}.`,
      "If you are sure that the store is the newest, delete that file.",
      { cause: fault },
    );
  }
}

/** Whole or not at all: a new file, synced, takes the name of the old one. */
export function writeMarks(store: string, marks: RunMarks): void {
  const file = marksFile(store);
  try {
    const next = openSync(`${file}.new`, "w", 0o600);
    try {
      writeFileSync(next, `${JSON.stringify(marks)}\n`);
      fsyncSync(next);
    } finally {
      closeSync(next);
    }
    renameSync(`${file}.new`, file);
    syncFolder(dirname(file));
  } catch (fault) {
    throw new LetterpressError(
      "store/marks-unwritten",
      `${file}, which tells an old copy of the store from the newest, cannot be written: ${faultText(fault)}.`,
      "Check that this user may write to that folder and that the disk has room, then try again.",
      { cause: fault },
    );
  }
}

function marksFile(store: string): string {
  return `${store}.runs`;
}

export function storeName({ key }: Pick<Store, "key">): string {
  return createHash("sha256").update(`store ${key}`).digest("hex").slice(0, 16);
}

export async function generationOf(db: Kysely<Tables>): Promise<number> {
  const row = await db
    .selectFrom("settings")
    .select("value")
    .where("name", "=", generation)
    .executeTakeFirst();
  return Number(row?.value ?? 0);
}

export async function setGeneration(db: Kysely<Tables>, value: number): Promise<void> {
  await db
    .insertInto("settings")
    .values({ name: generation, value: String(value) })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: String(value) }))
    .execute();
}

const generation = "generation";
