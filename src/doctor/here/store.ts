import { LetterpressError } from "../../base/errors.ts";
import { type Examination, good, type Judged, problem, unseen, warning } from "../examination.ts";
import { sizeWords } from "../size-words.ts";
import type { HereSeen } from "./look-here.ts";

type StoreSeen = Pick<HereSeen, "store" | "storeFile">;

export const store: Examination<StoreSeen> = {
  id: "here/store",
  why: "Without a store that opens nothing can be sent, and nobody can unsubscribe.",
  helps: "Check the path of the store in letterpress.yaml and who may read and write there.",
  judge({ store: seen, storeFile }) {
    if (seen.status === "absent")
      return [good(`There is no store at ${storeFile} yet; the first import makes it.`)];
    if (seen.status === "unusable") return [problem(seen.fault.message, seen.fault.remedy)];
    if (seen.stepsBehind === undefined)
      return [
        problem(
          `${storeFile} was written by a newer version of Letterpress.`,
          "Update Letterpress on this machine.",
        ),
      ];
    if (!seen.isWritable)
      return [
        problem(
          `${storeFile}, or its folder, cannot be written by this user.`,
          "Run Letterpress as the user who owns it, or give it to this one: send and serve write there, and beside it.",
        ),
      ];
    const version =
      seen.stepsBehind === 0
        ? "with the tables of this version"
        : `${steps(seen.stepsBehind)} behind this version; the next command brings it up to date`;
    return [good(`${storeFile} opens: ${sizeWords(seen.bytes)}, ${version}, ${readerWords(seen.readers)}.`)];
  },
};

export const storeWhole: Examination<StoreSeen> = {
  id: "here/store-whole",
  why: "A damaged store loses who has a copy already, and who has unsubscribed.",
  helps:
    "Stop what uses it, restore the newest backup, and move the files ending in -wal and -shm away with the damaged one.",
  judge({ store: seen, storeFile }) {
    if (seen.status !== "open") return [];
    if (seen.damages.length === 0) return [good("SQLite finds it whole, page by page.")];
    return [problem(`${storeFile} is damaged. SQLite says: ${seen.damages.join("; ")}`)];
  },
};

export const storeNewest: Examination<Pick<HereSeen, "store" | "restored">> = {
  id: "here/store-newest",
  why: "An old copy of the store that was put back has forgotten who got what since, so they would get it twice.",
  helps:
    "Put the newest copy back. If there is none, the next send tells what to type, and who is uncertain then.",
  judge({ store: seen, restored }) {
    if (seen.status !== "open") return [];
    if (restored === undefined)
      return [unseen("Whether it is the newest copy can be asked of a store of this version only.")];
    if (restored instanceof LetterpressError) return [problem(restored.message, restored.remedy)];
    if (restored.status === "newest") return [good("It is the newest copy that this folder knows of.")];
    const what =
      restored.status === "older"
        ? "is an older copy than the one that was last sent from"
        : "is another store than the one that was last sent from";
    const since = restored.issues.length === 0 ? "" : ` Runs of ${restored.issues.join(", ")} came after it.`;
    return [problem(`The store ${what}.${since}`)];
  },
};

export const storeLog: Examination<Pick<HereSeen, "store" | "storeFile" | "hasJournal">> = {
  id: "here/store-log",
  why: "A write-ahead log that only grows slows everything down and fills the disk; who stands in the journal is not in the store yet.",
  helps:
    "Close what has the store open for hours (a database browser, a backup); any command that writes then works it in.",
  judge({ store: seen, storeFile, hasJournal }) {
    const found: Judged[] = [];
    if (hasJournal)
      found.push(
        warning(
          `${storeFile}.unsubscribes holds readers who unsubscribed while the store could not be written. They get no mail.`,
          "Nothing is lost: serve takes them over as soon as it can write, and so does every command that writes. If it stays, look at what keeps the store locked.",
        ),
      );
    if (seen.status !== "open") return found;
    const isLong = seen.logBytes > longLog && seen.logBytes > seen.bytes / 2;
    const says = `The write-ahead log has ${sizeWords(seen.logBytes)}.`;
    return [...found, isLong ? warning(says) : good(says)];
  },
};

export const disk: Examination<Pick<HereSeen, "store" | "room">> = {
  id: "here/disk",
  why: "A mailing that cannot be recorded is stopped, and a sign-up is answered with 503.",
  helps: "Free some space on the disk of the store, or move the store to a larger one.",
  judge({ store: seen, room }) {
    const bytes = seen.status === "open" ? seen.bytes : 0;
    const says = `${sizeWords(room)} are free beside the store.`;
    if (room < leastRoom) return [problem(says)];
    // A mailing writes about 150 bytes for a reader, twice over while the log is not worked in.
    return [room < Math.max(goodRoom, bytes) ? warning(says) : good(says)];
  },
};

const longLog = 256 * 1024 * 1024;
const leastRoom = 64 * 1024 * 1024;
const goodRoom = 512 * 1024 * 1024;

function steps(count: number): string {
  return `${count} ${count === 1 ? "step" : "steps"}`;
}

function readerWords(readers: Readonly<Record<string, number>>): string {
  const lists = Object.entries(readers);
  if (lists.length === 0) return "no reader who is confirmed";
  return lists.map(([list, count]) => `${count.toLocaleString("en")} confirmed on ${list}`).join(", ");
}
