import { join } from "node:path";
import type { Clock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { type Inbox, startInbox } from "./inbox.ts";

/**
 * Starts the inbox of a newsletter's studio. Its mails lie in `.letterpress/inbox` and stay there from run to run, the newest
 * 1,000 of them and at most 250 MB. Without a `port` it takes the one that programs for this expect, or any that is free. Throws
 * LetterpressError when the folder, or the port that was asked for, cannot be used.
 */
export async function startStudioInbox(options: {
  readonly root: string;
  readonly port?: number;
  readonly clock: Clock;
}): Promise<Inbox> {
  const { root, port, clock } = options;
  const kept = { folder: join(root, ".letterpress", "inbox"), limit, clock };
  if (port !== undefined) return startInbox({ ...kept, port });
  try {
    return await startInbox({ ...kept, port: usualPort });
  } catch (fault) {
    if (fault instanceof LetterpressError && fault.code === "preview/inbox-port")
      return startInbox({ ...kept, port: 0 });
    throw fault;
  }
}

const limit = { mails: 1000, bytes: 250_000_000 };

/** Where frameworks and other local inboxes have it. */
const usualPort = 1025;
