import { Hono } from "hono";
import { answerFaults, type TellBug } from "../page/answer-faults.ts";
import { html } from "../page/html.ts";
import { page } from "../page/page.ts";
import { browserFiles } from "../server/browser-files.ts";
import { EventHub } from "../server/event-hub.ts";
import { guard } from "../server/guard.ts";
import { type LocalServer, serveLocally } from "../server/local-server.ts";
import type { Inbox } from "./inbox.ts";
import type { InboxPlace } from "./inbox-place.ts";
import { type InboxContent, inboxRoutes } from "./inbox-routes.ts";
import { tellArrivals } from "./tell-arrivals.ts";

/**
 * Serves the pages of the demo's inbox on 127.0.0.1 and renews them as mail arrives. `tellBug` is told of bugs of ours.
 * Throws LetterpressError when it cannot.
 */
export async function startInboxPage(options: {
  readonly inbox: Inbox;
  readonly tellBug: TellBug;
  readonly port?: number;
}): Promise<LocalServer> {
  const { inbox, tellBug } = options;
  const hub = new EventHub();
  const stop = tellArrivals(inbox, hub);
  const server = await serveLocally(options.port ?? 0, (port) =>
    inboxApp({ inbox, smtpPort: inbox.port, hub, port, tellBug }),
  );
  const close = () => {
    stop();
    hub.close();
    return server.close();
  };
  return { ...server, close, [Symbol.asyncDispose]: close };
}

/** The pages of an inbox that stands alone. `port` is the one they are served on: other hosts are refused. */
export function inboxApp(options: {
  readonly inbox: InboxContent;
  readonly smtpPort: number;
  readonly hub: EventHub;
  readonly port: number;
  readonly tellBug: TellBug;
}): Hono {
  const { inbox, smtpPort, hub, port, tellBug } = options;
  const app = new Hono();
  app.use(guard(port));
  answerFaults(app, tellBug);
  app.route("/", browserFiles());
  app.get("/events", () => hub.stream());
  app.route(
    "/",
    inboxRoutes(inbox, alone(smtpPort), () => undefined),
  );
  return app;
}

/** Its mails show that everybody was reached, so none of them can be deleted. */
function alone(port: number): InboxPlace {
  return {
    base: "",
    port,
    mayDelete: false,
    frame: async ({ title, bar, main }) =>
      page({
        title,
        layout: "inbox",
        news: "",
        body: html`<header class="top">
<p class="brand"><a href="/">Letterpress</a></p>
${bar}
</header>
<main id="main">
${main}
</main>`,
      }),
  };
}
