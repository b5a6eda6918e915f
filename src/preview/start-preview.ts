import { type Clock, systemClock } from "../base/clock.ts";
import { randomToken } from "../base/token.ts";
import type { Config } from "../config/config.ts";
import { openDesk } from "./desk/desk.ts";
import { EventHub } from "./server/event-hub.ts";
import { type LocalServer, serveLocally } from "./server/local-server.ts";
import { previewApp } from "./preview-app.ts";
import { nobodyYet, type Readership } from "./desk/readership.ts";
import type { TextEditor } from "./text-editor.ts";
import { watchSources } from "./desk/watch-sources.ts";

/**
 * Starts the studio of `letterpress preview` on 127.0.0.1. The page of an issue is `/issues/<id>`, `/` leads to the newest.
 * Open pages renew themselves when issues, templates or letterpress.yaml are saved. `readership` are real readers to look
 * at issues as. `port` 0 is any free port. Throws LetterpressError when the port cannot be used.
 */
export async function startPreview(options: {
  readonly config: Config;
  readonly readership?: Readership;
  /** Where secrets may be. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly port?: number;
  readonly clock?: Clock;
  readonly editor?: TextEditor;
}): Promise<LocalServer> {
  const {
    config,
    readership = nobodyYet,
    environment = {},
    port: wanted = 0,
    clock = systemClock,
    editor,
  } = options;
  const token = randomToken();
  const hub = new EventHub();
  const desk = openDesk(config);
  const server = await serveLocally(wanted, (port) =>
    previewApp({
      desk,
      readership,
      hub,
      port,
      token,
      clock,
      environment,
      ...(editor === undefined ? {} : { editor }),
    }),
  );
  let saves = 0;
  const stop = await watchSources(config.root, () => {
    saves += 1;
    hub.send("changed", saves);
  });
  // The first look at an issue takes longest, because MJML is loaded for it: it is under way before a page asks.
  const first = await desk.issues();
  if (first[0] !== undefined) desk.open(first[0].id, "").catch(() => undefined);
  const close = () => {
    stop();
    hub.close();
    return server.close();
  };
  return { ...server, close, [Symbol.asyncDispose]: close };
}
