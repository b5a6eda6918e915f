import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { type Inbox, startInbox } from "./inbox.ts";

/**
 * Starts the inbox of a newsletter's studio. Its mails lie in `.letterpress/inbox` and stay there from run to run, the
 * newest 1,000 of them and at most 250 MB. Without a `port` it takes the one that programs for this expect, or any that
 * is free. Throws LetterpressError when the folder, or the port that was asked for, cannot be used.
 */
export async function startStudioInbox(options: {
  readonly root: string;
  readonly port?: number;
  readonly clock: Clock;
}): Promise<Inbox> {
  const { root, port, clock } = options;
  const inbox = await startOnPort({ folder: folderIn(root), limit, clock }, port);
  // Only so that a send can know it again, so an inbox whose folder refuses it is an inbox all the same.
  await writeFile(portFile(root), String(inbox.port)).catch(() => undefined);
  return inbox;
}

/** Where a studio of this newsletter has its inbox, or had it the last time, and where any studio has it as a rule. */
export async function likelyInboxPorts(root: string): Promise<readonly number[]> {
  const last = await readFile(portFile(root), "utf8").catch(() => "");
  return /^\d+$/.test(last) ? [usualInboxPort, Number(last)] : [usualInboxPort];
}

function folderIn(root: string): string {
  return join(root, ".letterpress", "inbox");
}

function portFile(root: string): string {
  return join(folderIn(root), "port");
}

async function startOnPort(
  kept: Omit<Parameters<typeof startInbox>[0], "port">,
  port: number | undefined,
): Promise<Inbox> {
  if (port !== undefined) return startInbox({ ...kept, port });
  try {
    return await startInbox({ ...kept, port: usualInboxPort });
  } catch (fault) {
    if (fault instanceof LetterpressError && fault.code === "preview/inbox-port")
      return startInbox({ ...kept, port: 0 });
    throw fault;
  }
}

const limit = { mails: 1000, bytes: 250_000_000 };

/** Where frameworks and other local inboxes have it. */
export const usualInboxPort = 1025;
