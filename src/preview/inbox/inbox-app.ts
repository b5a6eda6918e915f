import { Hono } from "hono";
import { browserFiles } from "../server/browser-files.ts";
import { EventHub } from "../server/event-hub.ts";
import { emlResponse, framedMail, partResponse, pathPart, withPartUrls } from "../mail/framed-mail.ts";
import { guard } from "../server/guard.ts";
import type { Inbox } from "./inbox.ts";
import { listPage, type MailView, mailPage, mailPath, mailViews } from "./inbox-pages.ts";
import { type LocalServer, serveLocally } from "../server/local-server.ts";
import type { ArrivedMail } from "./mail-folder.ts";
import { type ReadMail, readMail } from "../mail/read-mail.ts";

/** What the pages need of an inbox. */
export type InboxContent = Pick<Inbox, "mails" | "read">;

/** Serves the pages of an inbox on 127.0.0.1 and renews them as mail arrives. Throws LetterpressError when it cannot. */
export async function startInboxPage(options: {
  readonly inbox: Inbox;
  readonly port?: number;
}): Promise<LocalServer> {
  const hub = new EventHub();
  let isDue = false;
  let timer: NodeJS.Timeout | undefined;
  // A mailing brings hundreds of mails a second; pages hear of them four times a second.
  const tell = () => {
    timer = undefined;
    if (!isDue) return;
    isDue = false;
    hub.send("changed", options.inbox.mails.length);
    timer = setTimeout(tell, 250);
  };
  const stop = options.inbox.onArrival(() => {
    isDue = true;
    timer ??= setTimeout(tell, 20);
  });
  const server = await serveLocally(options.port ?? 0, (port) =>
    inboxApp({ inbox: options.inbox, hub, port }),
  );
  const close = () => {
    stop();
    clearTimeout(timer);
    hub.close();
    return server.close();
  };
  return { ...server, close, [Symbol.asyncDispose]: close };
}

/** The pages of an inbox. `port` is the one they are served on: other hosts are refused. */
export function inboxApp(options: {
  readonly inbox: InboxContent;
  readonly hub: EventHub;
  readonly port: number;
}): Hono {
  const { inbox, hub, port } = options;
  const app = new Hono();
  app.use(guard(port));
  app.route("/", browserFiles());
  app.get("/events", () => hub.stream());
  app.get("/", (context) =>
    context.html(list(inbox.mails, context.req.query("q") ?? "", Number(context.req.query("page") ?? 1))),
  );
  app.get("/mail/:id", async (context) => {
    const bytes = await inbox.read(context.req.param("id"));
    const index = inbox.mails.findIndex(({ id }) => id === context.req.param("id"));
    const mail = inbox.mails[index];
    if (bytes === undefined || mail === undefined) return context.notFound();
    const newer = inbox.mails[index + 1]?.id;
    const older = inbox.mails[index - 1]?.id;
    const read = await readMail(bytes);
    return context.html(
      mailPage({
        mail,
        read,
        source: sourceText(bytes),
        view: viewOf(context.req.query("view"), read),
        ...(newer === undefined ? {} : { newer }),
        ...(older === undefined ? {} : { older }),
      }),
    );
  });
  app.get("/mail/:id/message.eml", async (context) => {
    const bytes = await inbox.read(context.req.param("id"));
    return bytes === undefined ? context.notFound() : emlResponse(bytes, `${context.req.param("id")}.eml`);
  });
  app.get("/mail/:id/frame", async (context) => {
    const id = context.req.param("id");
    const bytes = await inbox.read(id);
    const mail = bytes === undefined ? undefined : await readMail(bytes);
    if (mail?.html === undefined) return context.notFound();
    return framedMail(
      withPartUrls(mail.html, (cid) => `${mailPath(id)}/part/${pathPart(cid)}`),
      "on",
    );
  });
  app.get("/mail/:id/part/:cid", async (context) => {
    const bytes = await inbox.read(context.req.param("id"));
    const mail = bytes === undefined ? undefined : await readMail(bytes);
    const part = mail?.parts.find(({ cid }) => cid === context.req.param("cid"));
    return part === undefined ? context.notFound() : partResponse(part);
  });
  return app;
}

function list(mails: readonly ArrivedMail[], search: string, wanted: number): string {
  const words = search.trim().toLowerCase();
  const found =
    words === ""
      ? mails
      : mails.filter(({ to, subject }) => `${to.join(" ")} ${subject}`.toLowerCase().includes(words));
  const sheets = Math.max(1, Math.ceil(found.length / sheetLength));
  const sheet = Number.isInteger(wanted) ? Math.min(Math.max(wanted, 1), sheets) : 1;
  const end = found.length - (sheet - 1) * sheetLength;
  const shown = found.slice(Math.max(0, end - sheetLength), end).reverse();
  return listPage({
    mails: shown,
    total: mails.length,
    found: found.length,
    search: search.trim(),
    sheet,
    sheets,
  });
}

/** The view that was asked for, or the first in which there is something to see. */
function viewOf(asked: string | undefined, read: ReadMail | undefined): MailView {
  const best = read?.html !== undefined ? "html" : read?.text !== undefined ? "text" : "source";
  return mailViews.find((view) => view === asked) ?? best;
}

/** The start of a long source: nobody reads megabytes of base64, and the download has it all. */
function sourceText(bytes: Buffer): string {
  const text = bytes.subarray(0, mostSource).toString("utf8");
  return bytes.length <= mostSource ? text : `${text}\n\n… The download has the rest.`;
}

const sheetLength = 100;
const mostSource = 400_000;
