import { type Context, Hono } from "hono";
import { withPartUrls } from "../../message/picture-urls.ts";
import { emlResponse, framedMail, partResponse, pathPart } from "../mail/framed-mail.ts";
import { type ReadMail, readMail } from "../mail/read-mail.ts";
import type { Inbox } from "./inbox.ts";
import { type InboxPlace, mailPath } from "./inbox-place.ts";
import { listPage, type MailList } from "./list-page.ts";
import type { ArrivedMail } from "./mail-folder.ts";
import { type MailView, mailPage, mailViews, nothingPage } from "./mail-page.ts";

/** What the pages need of an inbox. */
export type InboxContent = Pick<Inbox, "mails" | "read" | "remove">;

/** The pages of an inbox, below `place.base`. `onRemoved` is called after mails were deleted. */
export function inboxRoutes(inbox: InboxContent, place: InboxPlace, onRemoved: () => void): Hono {
  const app = new Hono();
  app.get("/", async (context) => {
    const { q = "", page = "1" } = context.req.query();
    return context.html(await listPage(place, listed(inbox.mails, q, Number(page))));
  });
  app.get("/mail/:id", (context) => showMail(inbox, place, context));
  app.get("/mail/:id/message.eml", async (context) => {
    const bytes = await inbox.read(context.req.param("id"));
    return bytes === undefined ? context.notFound() : emlResponse(bytes, `${context.req.param("id")}.eml`);
  });
  app.get("/mail/:id/frame", async (context) => {
    const id = context.req.param("id");
    const mail = await mailOf(inbox, id);
    if (mail?.html === undefined) return context.notFound();
    return framedMail(
      withPartUrls(mail.html, (cid) => `${mailPath(place, id)}/part/${pathPart(cid)}`),
      "on",
    );
  });
  app.get("/mail/:id/part/:cid", async (context) => {
    const mail = await mailOf(inbox, context.req.param("id"));
    const part = mail?.parts.find(({ cid }) => cid === context.req.param("cid"));
    return part === undefined ? context.notFound() : partResponse(part);
  });
  app.get("/mail/:id/attachments/:index", async (context) => {
    const mail = await mailOf(inbox, context.req.param("id"));
    const part = mail?.parts[Number(context.req.param("index"))];
    return part === undefined ? context.notFound() : partResponse(part);
  });
  app.post("/mail/:id/delete", (context) => remove([context.req.param("id")], "Deleted.", context));
  app.post("/delete", (context) =>
    remove(
      inbox.mails.map(({ id }) => id),
      "All mails are deleted.",
      context,
    ),
  );

  async function remove(ids: readonly string[], done: string, context: Context): Promise<Response> {
    if (!place.mayDelete) return context.notFound();
    await inbox.remove(ids);
    onRemoved();
    return context.text(done);
  }

  return app;
}

async function showMail(inbox: InboxContent, place: InboxPlace, context: Context): Promise<Response> {
  const id = context.req.param("id");
  const bytes = id === undefined ? undefined : await inbox.read(id);
  const index = inbox.mails.findIndex((mail) => mail.id === id);
  const mail = inbox.mails[index];
  if (bytes === undefined || mail === undefined) return context.html(await nothingPage(place), 404);
  const newer = inbox.mails[index + 1]?.id;
  const older = inbox.mails[index - 1]?.id;
  const read = await readMail(bytes);
  return context.html(
    await mailPage(place, {
      mail,
      read,
      source: sourceText(bytes),
      view: viewOf(context.req.query("view"), read),
      ...(newer === undefined ? {} : { newer }),
      ...(older === undefined ? {} : { older }),
    }),
  );
}

async function mailOf(inbox: InboxContent, id: string): Promise<ReadMail | undefined> {
  const bytes = await inbox.read(id);
  return bytes === undefined ? undefined : readMail(bytes);
}

function listed(mails: readonly ArrivedMail[], asked: string, wanted: number): MailList {
  const search = asked.trim();
  const words = search.toLowerCase();
  const found =
    words === ""
      ? mails
      : mails.filter(({ to, subject }) => `${to.join(" ")} ${subject}`.toLowerCase().includes(words));
  const sheets = Math.max(1, Math.ceil(found.length / sheetLength));
  const sheet = Number.isInteger(wanted) ? Math.min(Math.max(wanted, 1), sheets) : 1;
  const end = found.length - (sheet - 1) * sheetLength;
  const shown = found.slice(Math.max(0, end - sheetLength), end).reverse();
  return { mails: shown, total: mails.length, found: found.length, search, sheet, sheets };
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
