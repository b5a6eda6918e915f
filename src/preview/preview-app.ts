import { basename, resolve } from "node:path";
import { type Context, Hono } from "hono";
import type { Position, Problem } from "../base/problem.ts";
import type { Config } from "../config/config.ts";
import { withPartUrls } from "../message/picture-urls.ts";
import type { Asset } from "../model/edition.ts";
import { browserFiles } from "./server/browser-files.ts";
import { inScheme } from "./mail/color-scheme.ts";
import type { OpenIssue } from "./desk/desk.ts";
import type { EventHub } from "./server/event-hub.ts";
import { emlResponse, framedMail, partResponse, pathPart, withAssetUrls } from "./mail/framed-mail.ts";
import { guard } from "./server/guard.ts";
import { inboxRoutes } from "./inbox/inbox-routes.ts";
import { inboxLines } from "./desk/inbox-lines.ts";
import { markedHtml } from "./desk/impression.ts";
import { type Look, lookQuery } from "./studio/look.ts";
import { readMail } from "./mail/read-mail.ts";
import { entryOf, inventedReaders, type SampleReader } from "./desk/sample-readers.ts";
import { type SeenFrom, seen } from "./studio/seen.ts";
import { type ListedVariant, SeenVariants } from "./desk/seen-variants.ts";
import { editButton } from "./studio/edit-button.ts";
import { noIssue, noIssueWords } from "./studio/no-issue.ts";
import { answerFaults, type TellBug } from "./page/answer-faults.ts";
import { earlyPage } from "./page/early-page.ts";
import { type FindingsPlace, findingKey } from "./page/finding.ts";
import { allFindings, blockPlace } from "./page/finding-groups.ts";
import { findingsPanel } from "./studio/findings-panel.ts";
import { faultsPanel } from "./page/findings.ts";
import { mailSize } from "./desk/block-sizes.ts";
import { inboxInStudio } from "./studio/inbox-in-studio.ts";
import { postTestMail } from "./studio/post-test-mail.ts";
import type { Readers } from "./studio/reader-picker.ts";
import { issuePath } from "./studio/sidebar.ts";
import { linePlace, writtenPlaces } from "./studio/written-places.ts";
import type { KnownPlan, Plans } from "./desk/plans.ts";
import { emptyStudio, studioPage } from "./studio/studio-page.ts";
import type { TestMails } from "./test-mail/test-mails.ts";
import { type TextEditor, wholePlace } from "./text-editor.ts";

export interface PreviewParts extends SeenFrom {
  readonly hub: EventHub;
  /** The one the pages are served on: other hosts are refused. */
  readonly port: number;
  /** Of this run: whoever asks for more than a look has to know it. */
  readonly token: string;
  /** Sends test mails; its inbox has pages here, if it has one. */
  readonly testMails: TestMails;
  /** What a send would do; without them there is no such view. */
  readonly plans?: Plans;
  /** Where files are opened from the page; without one the page has links for Visual Studio Code. */
  readonly editor?: TextEditor;
  readonly tellBug: TellBug;
}

/** The pages of `letterpress preview`. They show what is on the disk at every request, and change nothing there. */
export function previewApp(parts: PreviewParts): Hono {
  const looked = new SeenVariants();
  const { desk, hub, port, token, tellBug } = parts;
  const { inbox } = parts.testMails;
  const app = new Hono();
  app.use(guard(port, token));
  answerFaults(app, tellBug);
  app.route("/", browserFiles());
  app.get("/events", (context) => hub.stream(knownBy(context)));
  app.get("/", (context) => early(parts, () => newestStudio(parts, looked, context)));
  app.get("/issues/:id", (context) => studio(parts, looked, context));
  app.get("/issues/:id/frame", async (context) => {
    const { look, open, reader, impression } = await seen(parts, context);
    if (open?.proof === undefined || reader === undefined || impression?.status !== "made")
      return context.notFound();
    const markup = markedHtml({ list: open.list, proof: open.proof }, reader, impression.edition);
    const pictures = `${issuePath(open.entry.id)}/pictures`;
    const urlOf = (name: string) => `${pictures}/${pathPart(name)}?list=${pathPart(look.list)}`;
    const attached = withPartUrls(inScheme(markup, look.scheme), urlOf);
    const hosted = withAssetUrls(attached, open.proof.assets, (asset) => urlOf(nameOf(asset)));
    return framedMail(hosted, look.images);
  });
  app.get("/issues/:id/pictures/:name", async (context) => {
    // Which reader looks, and what their whole message is, says nothing of a picture.
    const open = await desk.open(context.req.param("id"), context.req.query("list") ?? "");
    const name = context.req.param("name");
    const attached = open?.proof?.editions.flatMap(({ attachments }) => attachments) ?? [];
    const hosted = open?.proof?.assets.map((asset) => ({ ...asset, filename: nameOf(asset) })) ?? [];
    const picture =
      attached.find(({ cid }) => cid === name) ?? hosted.find(({ filename }) => filename === name);
    return picture === undefined ? context.notFound() : partResponse(picture);
  });
  app.get("/issues/:id/message.eml", async (context) => {
    const { open, impression } = await seen(parts, context);
    if (open === undefined || impression?.status !== "made") return context.notFound();
    return emlResponse(impression.message.bytes, `${open.entry.id}.eml`);
  });
  app.post("/issues/:id/test-mail", (context) => postTestMail(parts, context));
  if (inbox !== undefined)
    app.route(
      "/inbox",
      inboxRoutes(inbox, inboxInStudio(desk, inbox, token), () => hub.send("mail", inbox.mails.length)),
    );
  app.post("/issues/:id/plan", async (context) => {
    const { open } = await seen(parts, context);
    if (open === undefined) return noIssue(context);
    if (parts.plans === undefined) return context.notFound();
    parts.plans.forget(open.entry.file, open.list.id);
    return context.text("It is worked out again.");
  });
  app.get("/issues/:id/written", async (context) => {
    const { look, open } = await seen(parts, context);
    return open === undefined ? context.notFound() : writtenPlaces(placeOf(parts, open, look), open, context);
  });
  app.post("/issues/:id/places/:key", (context) => openPlace(parts, context));
  return app;
}

/** Of a page that was made in this run. */
function knownBy(context: Context): number | undefined {
  const known = context.req.query("known");
  return known === undefined ? undefined : Number(known);
}

/** The check of an issue gives new values whenever something changed that it depends on. */
function planOf(
  { plans }: PreviewParts,
  open: OpenIssue,
  unsigned: readonly Problem[],
): KnownPlan | undefined {
  const { entry, list, proof, problems } = open;
  return plans?.look(entry.file, list.id, [proof, ...problems.filter((one) => !unsigned.includes(one))]);
}

function mailsOf({ testMails }: PreviewParts): number | undefined {
  return testMails.inbox?.mails.length;
}

function nameOf({ path }: Asset): string {
  return basename(path);
}

function early({ token, hub, tellBug }: PreviewParts, whole: () => Promise<string>): Response {
  return earlyPage({ token, told: hub.told, tellBug }, whole);
}

/**
 * The newest issue. Its own address is what the browser shows when the page is there: to lead there first would take
 * another question.
 */
async function newestStudio(parts: PreviewParts, looked: SeenVariants, context: Context): Promise<string> {
  const [newest] = await parts.desk.issues();
  const none = "There is no issue in issues/ yet. Begin one with: npx letterpress new";
  return studioOf(parts, looked, context, { id: newest?.id ?? "", isElsewhere: true, none });
}

async function studio(parts: PreviewParts, looked: SeenVariants, context: Context): Promise<Response> {
  const id = context.req.param("id") ?? "";
  const isThere = (await parts.desk.issues()).some((one) => one.id === id);
  const whole = () => studioOf(parts, looked, context, { id, isElsewhere: false, none: noIssueWords(id) });
  return isThere ? early(parts, whole) : context.html(await whole(), 404);
}

/** The page of an issue, or `none` of it. `isElsewhere`: it is asked for at another address than its own. */
async function studioOf(
  parts: PreviewParts,
  looked: SeenVariants,
  context: Context,
  { id, isElsewhere, none }: { readonly id: string; readonly isElsewhere: boolean; readonly none: string },
): Promise<string> {
  const { desk, hub, token, editor, testMails } = parts;
  // Before anything is looked at: what changes from now on, the page does not know.
  const { told } = hub;
  const mails = mailsOf(parts);
  const { config, look, reader, open, impression, unsigned } = await seen(parts, context, id);
  const { name } = config;
  const issues = await desk.issues();
  if (open === undefined || reader === undefined)
    return emptyStudio({ name, token, told, issues, look, words: none, mails });
  const faults = impression?.status === "faulty" ? [...open.faults, impression.fault] : open.faults;
  const made = impression?.status === "made" ? impression : undefined;
  if (made !== undefined && showsContent.has(look.view)) looked.note(open, made.edition);
  const headers =
    made === undefined || look.view !== "headers"
      ? []
      : ((await readMail(made.message.bytes))?.headers ?? []);
  const size =
    made === undefined || open.proof === undefined
      ? undefined
      : {
          variant: made.edition.variant,
          ...mailSize({ list: open.list, proof: open.proof }, reader, made.edition),
        };
  const place = placeOf(parts, open, look);
  return studioPage({
    name,
    token,
    told,
    ...(isElsewhere ? { at: issuePath(id) + lookQuery(look) } : {}),
    issues,
    open,
    look,
    lists: config.lists,
    mails,
    plan: look.view === "plan" ? planOf(parts, open, unsigned) : undefined,
    test: {
      lastTo: testMails.lastTo,
      hasInbox: mails !== undefined,
      relays: testMails.openTransport === undefined ? [] : config.relays,
    },
    readers: await readersOf(parts, look, config, reader),
    variants: await variantsOf(parts, looked, open),
    faults: await faultsPanel(place, open.problems, faults, open.isStale && made !== undefined),
    findings: look.findings === "off" ? undefined : await findingsPanel(place, open, size),
    edit: editButton(
      resolve(desk.root, open.entry.file),
      editor,
      placePath(open.entry.id, wholeFile, look.list),
    ),
    ...(made === undefined || open.proof === undefined
      ? {}
      : {
          shown: {
            impression: made,
            headers,
            lines: inboxLines({ list: open.list, proof: open.proof }, reader, made),
            from: open.proof.sender.from,
          },
        }),
  });
}

/** Where the findings of an issue are shown. */
function placeOf({ desk, editor }: PreviewParts, { entry }: OpenIssue, { list }: Look): FindingsPlace {
  const opens = (key: string) => placePath(entry.id, key, list);
  return { root: desk.root, ...(editor === undefined ? {} : { opens }) };
}

function placePath(id: string, key: string, list: string): string {
  return `${issuePath(id)}/places/${key}?list=${pathPart(list)}`;
}

async function readersOf(
  { readership }: PreviewParts,
  look: Look,
  config: Config,
  reader: SampleReader,
): Promise<Readers> {
  const fields = Object.keys(config.fields);
  const { readers, hasMore } = await readership.search(look.list, look.who);
  const found = readers.map((one) => entryOf(one, fields));
  return { found, hasMore, invented: inventedReaders(fields), reader };
}

async function variantsOf(
  { readership }: PreviewParts,
  looked: SeenVariants,
  open: OpenIssue,
): Promise<readonly ListedVariant[]> {
  const { proof, list } = open;
  if (proof === undefined || proof.editions.length < 2) return [];
  return looked.list({ ...open, proof }, await readership.count(list.id, proof.split));
}

/** Views in which one sees what a variant says. */
const showsContent: ReadonlySet<Look["view"]> = new Set(["html", "text", "web"]);

/** The browser names a finding, never a file: what is opened is a place that this issue has a finding at now. */
async function openPlace(parts: PreviewParts, context: Context): Promise<Response> {
  const { desk, editor } = parts;
  const { open } = await seen(parts, context);
  if (open === undefined) return noIssue(context);
  if (editor === undefined) return context.notFound();
  const key = context.req.param("key") ?? "";
  const found: Position | undefined =
    key === wholeFile
      ? { file: open.entry.file, line: 1, column: 1 }
      : (linePlace(open, key) ??
        blockPlace(open, key) ??
        allFindings(open).find((one) => findingKey(one) === key)?.at);
  if (found === undefined) return context.text("This finding is gone.", 404);
  const opened = await editor.open(wholePlace(desk.root, found));
  if (opened === "opened") return context.text(`Opened in ${editor.name}.`);
  return context.text(`${editor.name} cannot be started. Name another program with --editor.`, 500);
}

/** In place of a finding's key. */
const wholeFile = "file";
