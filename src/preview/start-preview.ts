import { type Clock, systemClock } from "../base/clock.ts";
import { randomToken } from "../base/token.ts";
import type { Config } from "../config/config.ts";
import { readSigningKeys } from "../config/read-signing-keys.ts";
import type { CompileMjml } from "../render/mjml/mjml.ts";
import { type Desk, openDesk } from "./desk/desk.ts";
import { type MakePlan, Plans } from "./desk/plans.ts";
import { nobodyYet, type Readership } from "./desk/readership.ts";
import { watchSources } from "./desk/watch-sources.ts";
import type { Inbox } from "./inbox/inbox.ts";
import { tellArrivals } from "./inbox/tell-arrivals.ts";
import type { TellBug } from "./page/answer-faults.ts";
import { previewApp } from "./preview-app.ts";
import { EventHub } from "./server/event-hub.ts";
import { type LocalServer, serveLocally } from "./server/local-server.ts";
import type { AskSigningKeys } from "./studio/seen.ts";
import { type OpenTransport, TestMails } from "./test-mail/test-mails.ts";
import type { TextEditor } from "./text-editor.ts";

export interface FirstLook {
  /** Ends when the newest issue has been looked at, or could not be: what can wait is done then. */
  readonly firstLook: Promise<unknown>;
}

/**
 * Starts the studio of `letterpress preview` on 127.0.0.1. The page of an issue is `/issues/<id>`, `/` shows the
 * newest. Open pages renew themselves when issues, templates or letterpress.yaml are saved. `readership` are real
 * readers to look at issues as. `inbox` gets pages here, and stays open afterwards; `openTransport` makes relays ready
 * for test mails. `port` 0 is any free port. Throws LetterpressError when the port cannot be used.
 */
export async function startPreview(options: {
  readonly config: Config;
  readonly readership?: Readership;
  readonly signingKeys?: AskSigningKeys;
  readonly inbox?: Inbox | undefined;
  readonly openTransport?: OpenTransport;
  /** Works out what a send would do. */
  readonly makePlan?: MakePlan;
  readonly compileMjml?: CompileMjml;
  readonly port?: number;
  readonly clock?: Clock;
  readonly editor?: TextEditor;
  /** Told of bugs of ours, of which the page shows the stack. */
  readonly tellBug?: TellBug;
}): Promise<LocalServer & FirstLook> {
  const {
    config,
    readership = nobodyYet,
    signingKeys = ({ dkim }) => readSigningKeys(dkim, {}),
    port: wanted = 0,
    clock = systemClock,
    editor,
    inbox,
    openTransport,
    makePlan,
    compileMjml,
    tellBug = () => undefined,
  } = options;
  const testMails = new TestMails({ inbox, openTransport });
  const token = randomToken();
  const hub = new EventHub();
  const plans = makePlan && new Plans(makePlan, clock, () => hub.send("news", 0));
  const desk = openDesk(config, { compileMjml, onRead: () => hub.send("news", 0) });
  // The first look at an issue takes longest: it is under way before a page asks.
  const firstLook = lookAtNewest(desk).catch(() => undefined);
  const server = await serveLocally(wanted, (port) =>
    previewApp({
      desk,
      readership,
      hub,
      port,
      token,
      clock,
      signingKeys,
      testMails,
      tellBug,
      ...(plans === undefined ? {} : { plans }),
      ...(editor === undefined ? {} : { editor }),
    }),
  );
  const stopTelling = inbox === undefined ? () => undefined : tellArrivals(inbox, hub);
  await desk.issues();
  let saves = 0;
  const stop = await watchSources(config.root, () => {
    saves += 1;
    hub.send("changed", saves);
  });
  const close = () => {
    stop();
    stopTelling();
    testMails.close();
    plans?.close();
    hub.close();
    return server.close();
  };
  return { ...server, firstLook, close, [Symbol.asyncDispose]: close };
}

async function lookAtNewest(desk: Desk): Promise<void> {
  const [newest] = await desk.issues();
  if (newest !== undefined) await desk.open(newest.id, "");
}
