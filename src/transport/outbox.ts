import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { faultText } from "../base/errors.ts";
import { randomToken } from "../base/token.ts";
import type { Message } from "../model/message.ts";
import type { Outcome } from "../model/outcome.ts";
import { RelayFault, type Session, type Transport } from "./transport.ts";

/**
 * Writes messages into a folder instead of handing them to a relay, one `<reader>-<hash>.eml` each, byte for byte what
 * a relay would get. A file appears whole and durable or not at all. The name depends on the Message-ID and the
 * recipient only, so the same message written again replaces itself.
 */
export function outboxTransport(folder: string): Transport {
  return { name: `the folder ${folder}`, open: () => openOutbox(folder) };
}

async function openOutbox(folder: string): Promise<Session> {
  let directory: FileHandle;
  try {
    await mkdir(folder, { recursive: true });
    await proveWritable(folder);
    directory = await open(folder, "r");
  } catch (fault) {
    throw new RelayFault({
      code: "transport/outbox",
      stage: "connect",
      permanent: true,
      message: `Messages cannot be written to the folder ${folder}: ${faultText(fault)}.`,
      remedy: "Choose a folder that this user may write to, on a disk with free space.",
      cause: fault,
    });
  }
  let usable = true;
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  return {
    ended,
    depth: 1,
    offersUtf8: true,
    get usable() {
      return usable;
    },
    async submit(message: Message): Promise<Outcome> {
      if (!usable) return { status: "unsent", stage: "mail", reason: "The folder was closed." };
      const path = join(folder, fileName(message));
      try {
        await writeWhole(path, message.bytes, directory);
        return { status: "submitted", reply: `written to ${path}` };
      } catch (fault) {
        // A full disk stays full: like a lost link, the next message needs a session that was opened again.
        usable = false;
        end();
        await directory.close().catch(() => undefined);
        const reason = `The message could not be written to ${path}: ${faultText(fault)}.`;
        return { status: "unsent", stage: "body", reason };
      }
    },
    async close() {
      if (!usable) return;
      usable = false;
      end();
      await directory.close().catch(() => undefined);
    },
  };
}

async function proveWritable(folder: string): Promise<void> {
  const probe = join(folder, `.probe-${randomToken()}`);
  await (await open(probe, "w")).close();
  await rm(probe, { force: true });
}

/** Temporary file, fsync, rename, fsync of the folder: after a power cut there is the whole message or none. */
async function writeWhole(path: string, bytes: Buffer, directory: FileHandle): Promise<void> {
  const temporary = `${path}.part`;
  try {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await directory.sync();
  } catch (fault) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw fault;
  }
}

function fileName({ envelope, messageId }: Message): string {
  const local = envelope.to.slice(0, Math.max(0, envelope.to.lastIndexOf("@")));
  const safe = local
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40);
  const hash = createHash("sha256").update(`${messageId}\0${envelope.to}`).digest("hex").slice(0, 16);
  return `${safe === "" ? "reader" : safe}-${hash}.eml`;
}
