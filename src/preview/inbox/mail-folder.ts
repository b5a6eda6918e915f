import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Clock, Instant } from "../../base/clock.ts";
import { faultText, LetterpressError, systemCode } from "../../base/errors.ts";
import { randomToken } from "../../base/token.ts";
import { readHead } from "../mail/read-mail.ts";

/** One mail that arrived. */
export interface ArrivedMail {
  /** The name of its file without `.eml`; names sort in the order of arrival. */
  readonly id: string;
  /** The return path of the envelope; empty for a bounce. */
  readonly from: string;
  /** The recipients of the envelope. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly at: Instant;
  /** Bytes. */
  readonly size: number;
}

export interface MailEnvelope {
  readonly from: string;
  readonly to: readonly string[];
}

/** Mail in a folder of `.eml` files. */
export interface MailFolder {
  /** In the order of arrival. */
  readonly mails: readonly ArrivedMail[];
  /**
   * Keeps one mail, byte for byte. When the promise resolves, the mail survives a power cut. Undefined when the content
   * ended with `isTooLarge`. Rejects when the content breaks off or the disk refuses; then nothing is kept.
   */
  keep(
    content: AsyncIterable<Buffer>,
    envelope: MailEnvelope,
    isTooLarge: () => boolean,
  ): Promise<ArrivedMail | undefined>;
  /**
   * Undefined for every id that is not in `mails`, whatever it looks like, and for a mail whose file somebody removed.
   */
  read(id: string): Promise<Buffer | undefined>;
  /**
   * Deletes mails for good, with their files; an id that is not in `mails` is passed over. Rejects when the disk
   * refuses.
   */
  remove(ids: readonly string[]): Promise<void>;
}

/** What a folder of mail holds at most; when there is more, the oldest mails go. */
export interface MailLimit {
  readonly mails: number;
  readonly bytes: number;
}

/**
 * Opens a folder of mail, made when missing. Each mail is two files: `000017-zoe-example.org.eml` has exactly the bytes
 * that came, and `.json` beside it the envelope and the time of arrival, which the bytes do not tell. The `.json` is
 * made first, and only one process can make it: it reserves the number. The `.eml` appears whole by a rename; a `.json`
 * without it is no mail. An `.eml` without a `.json` (copied here by hand, or an outbox) is shown with what its headers
 * say. Without a `limit` everything is kept.
 */
export async function openMailFolder(folder: string, clock: Clock, limit?: MailLimit): Promise<MailFolder> {
  const names = await listFolder(folder);
  const mails: ArrivedMail[] = [];
  for (const name of names.filter((one) => mailName.test(one)).sort())
    mails.push(await describeMail(folder, name.slice(0, -".eml".length)));
  const known = new Set(mails.map(({ id }) => id));
  let last = Math.max(0, ...names.map((name) => Number.parseInt(/^\d{6,}/.exec(name)?.[0] ?? "0", 10)));

  async function reserve(envelope: MailEnvelope): Promise<{ readonly id: string; readonly at: Instant }> {
    for (;;) {
      last += 1;
      const id = `${String(last).padStart(6, "0")}-${safeName(envelope.to[0] ?? "nobody")}`;
      const at = clock.now();
      try {
        await writeDurably(
          join(folder, `${id}.json`),
          Buffer.from(`${JSON.stringify({ ...envelope, at })}\n`),
        );
        return { id, at };
      } catch (fault) {
        // Another inbox on this folder was first; its number is taken.
        if (systemCode(fault) !== "EEXIST") throw fault;
      }
    }
  }

  async function remove(ids: readonly string[]): Promise<void> {
    for (const id of ids.filter((one) => known.has(one))) {
      // In this order: a `.json` without its `.eml` is no mail, should we be stopped in between.
      for (const ending of ["eml", "json"]) await rm(join(folder, `${id}.${ending}`), { force: true });
      known.delete(id);
      const at = mails.findIndex((mail) => mail.id === id);
      if (at >= 0) mails.splice(at, 1);
    }
  }

  /** What the disk does not let go stays: that is no reason to refuse new mail. */
  async function removeOldest(): Promise<void> {
    if (limit !== undefined) await remove(tooMany(mails, limit)).catch(() => undefined);
  }

  await removeOldest();
  return {
    mails,
    remove,
    async keep(content, envelope, isTooLarge) {
      const part = join(folder, `.${randomToken()}.part`);
      try {
        const { size, start } = await receive(part, content, isTooLarge);
        if (isTooLarge()) return undefined;
        const { id, at } = await reserve(envelope);
        await rename(part, join(folder, `${id}.eml`));
        await syncFolder(folder);
        const mail = { id, ...envelope, subject: (await readHead(start)).subject, at, size };
        mails.push(mail);
        known.add(id);
        await removeOldest();
        return mail;
      } finally {
        await rm(part, { force: true }).catch(() => undefined);
      }
    },
    async read(id) {
      if (!known.has(id)) return undefined;
      return await readFile(join(folder, `${id}.eml`)).catch((fault: unknown) => {
        if (systemCode(fault) === "ENOENT") return undefined;
        throw fault;
      });
    },
  };
}

/** The oldest of what is more than a folder holds; never the newest mail, however large. */
function tooMany(mails: readonly ArrivedMail[], limit: MailLimit): readonly string[] {
  let bytes = mails.reduce((sum, { size }) => sum + size, 0);
  const oldest: string[] = [];
  for (const { id, size } of mails.slice(0, -1)) {
    if (mails.length - oldest.length <= limit.mails && bytes <= limit.bytes) break;
    oldest.push(id);
    bytes -= size;
  }
  return oldest;
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    await mkdir(folder, { recursive: true });
    return await readdir(folder);
  } catch (cause) {
    throw new LetterpressError(
      "preview/inbox-folder",
      `Mail cannot be kept in the folder ${folder}: ${faultText(cause)}.`,
      "Choose a folder that this user may write to.",
      { cause },
    );
  }
}

async function describeMail(folder: string, id: string): Promise<ArrivedMail> {
  const path = join(folder, `${id}.eml`);
  const { size, mtimeMs } = await stat(path);
  const head = await readHead(await startOf(path));
  const kept = await readFile(join(folder, `${id}.json`), "utf8").then(parseKept, () => undefined);
  return {
    id,
    from: kept?.from ?? head.from,
    to: kept?.to ?? head.to,
    subject: head.subject,
    at: kept?.at ?? Math.round(mtimeMs),
    size,
  };
}

function parseKept(text: string): (MailEnvelope & { readonly at: Instant }) | undefined {
  try {
    const kept = JSON.parse(text) as { from?: unknown; to?: unknown; at?: unknown } | null;
    if (typeof kept?.from !== "string" || typeof kept.at !== "number" || !Array.isArray(kept.to))
      return undefined;
    return { from: kept.from, to: kept.to.map(String), at: kept.at };
  } catch {
    return undefined;
  }
}

/** Reads the content to its end whatever happens, because the sender gets its answer only after it. */
async function receive(
  part: string,
  content: AsyncIterable<Buffer>,
  isTooLarge: () => boolean,
): Promise<{ readonly size: number; readonly start: Buffer }> {
  let fault: unknown;
  let size = 0;
  let start = Buffer.alloc(0);
  const file = await open(part, "wx").catch((refused: unknown) => {
    fault = refused;
  });
  try {
    for await (const chunk of content) {
      if (fault !== undefined || file === undefined || isTooLarge()) continue;
      size += chunk.length;
      if (start.length < headBytes)
        start = Buffer.concat([start, chunk.subarray(0, headBytes - start.length)]);
      await file.writeFile(chunk).catch((refused: unknown) => {
        fault = refused;
      });
    }
    if (fault === undefined) await file?.sync();
  } finally {
    await file?.close();
  }
  if (fault !== undefined) throw fault;
  return { size, start };
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  let directory: FileHandle | undefined;
  try {
    directory = await open(folder, "r");
    await directory.sync();
  } catch (fault) {
    // Windows has no way to sync a folder.
    if (systemCode(fault) !== "EPERM" && systemCode(fault) !== "EISDIR") throw fault;
  } finally {
    await directory?.close();
  }
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function safeName(address: string): string {
  const safe = address
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "-")
    .replace(/\.{2,}/g, ".")
    .replace(/^[.-]+|[.-]+$/g, "")
    .slice(0, 60);
  return safe === "" ? "reader" : safe;
}

/** Where the headers of a mail end at the latest, for the list. */
const headBytes = 64 * 1024;
const mailName = /^[A-Za-z0-9][A-Za-z0-9._-]*\.eml$/;
