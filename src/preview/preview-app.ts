import { basename } from "node:path";
import { type Context, Hono } from "hono";
import type { Clock } from "../base/clock.ts";
import { readSigningKeys } from "../config/read-signing-keys.ts";
import { dkimSigner } from "../message/dkim/signer.ts";
import type { Asset } from "../model/edition.ts";
import { speaksFor } from "../model/signing-key.ts";
import { inScheme } from "./color-scheme.ts";
import type { Desk, OpenIssue } from "./desk.ts";
import type { EventHub } from "./event-hub.ts";
import { findingsPanel } from "./findings.ts";
import {
  emlResponse,
  framedMail,
  partResponse,
  pathPart,
  withAssetUrls,
  withPartUrls,
} from "./framed-mail.ts";
import { guard } from "./guard.ts";
import { type Impression, impressionOf } from "./impression.ts";
import { type Look, lookQuery, parseLook } from "./look.ts";
import { assets } from "./page.ts";
import { readMail } from "./read-mail.ts";
import { type RealReader, type SampleReader, sampleReaders } from "./sample-readers.ts";
import { emptyStudio, issuePath, studioPage } from "./studio-page.ts";

export interface PreviewParts {
  readonly desk: Desk;
  /** Real readers to look at issues as; invented ones are added. */
  readonly recipients: readonly RealReader[];
  readonly hub: EventHub;
  /** The one the pages are served on: other hosts are refused. */
  readonly port: number;
  readonly clock: Clock;
  /** Where secrets may be: the keys that messages are signed with. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The pages of `letterpress preview`. They read what is on the disk at every request and change nothing. */
export function previewApp(parts: PreviewParts): Hono {
  const { desk, hub, port } = parts;
  const app = new Hono();
  app.use(guard(port));
  for (const [path, respond] of Object.entries(assets)) app.get(path, respond);
  app.get("/events", () => hub.stream());
  app.get("/", async (context) => {
    const { look } = await seen(parts, context);
    const issues = await desk.issues();
    const [newest] = issues;
    if (newest !== undefined) return context.redirect(issuePath(newest.id) + lookQuery(look));
    const words = "There is no issue in issues/ yet. Begin one with: npx letterpress new";
    return context.html(emptyStudio({ name: (await desk.config()).name, issues, look, words }));
  });
  app.get("/issues/:id", (context) => studio(parts, context));
  app.get("/issues/:id/frame", async (context) => {
    const { look, open, impression } = await seen(parts, context);
    if (open === undefined || impression?.status !== "made") return context.notFound();
    const pictures = `${issuePath(open.entry.id)}/pictures`;
    const urlOf = (name: string) => `${pictures}/${pathPart(name)}?list=${pathPart(look.list)}`;
    const attached = withPartUrls(inScheme(impression.view.html, look.scheme), urlOf);
    const hosted = withAssetUrls(attached, open.proof?.assets ?? [], (asset) => urlOf(nameOf(asset)));
    return framedMail(hosted, look.images);
  });
  app.get("/issues/:id/pictures/:name", async (context) => {
    const { open } = await seen(parts, context);
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
  return app;
}

function nameOf({ path }: Asset): string {
  return basename(path);
}

async function studio(parts: PreviewParts, context: Context): Promise<Response> {
  const { desk } = parts;
  const { config, look, readers, open, impression } = await seen(parts, context);
  const { name } = config;
  if (open === undefined) {
    const words = `There is no issue "${context.req.param("id")}" in issues/.`;
    return context.html(emptyStudio({ name, issues: await desk.issues(), look, words }), 404);
  }
  const faults = impression?.status === "faulty" ? [...open.faults, impression.fault] : open.faults;
  const made = impression?.status === "made" ? impression : undefined;
  const headers = made === undefined ? [] : ((await readMail(made.message.bytes))?.headers ?? []);
  return context.html(
    studioPage({
      name,
      issues: await desk.issues(),
      open,
      look,
      lists: config.lists,
      readers,
      panel: await findingsPanel(desk.root, open.problems, faults, open.isStale && made !== undefined),
      ...(made === undefined ? {} : { shown: { impression: made, headers } }),
    }),
  );
}

/** What a request is about: the look its query asks for, the issue in its path and the impression of it. */
async function seen(
  { desk, recipients, clock, environment }: PreviewParts,
  context: Context,
): Promise<{
  readonly config: Awaited<ReturnType<Desk["config"]>>;
  readonly look: Look;
  readonly readers: readonly SampleReader[];
  readonly open: OpenIssue | undefined;
  readonly impression: Impression | undefined;
}> {
  const config = await desk.config();
  const lists = config.lists.map(({ id }) => id);
  const id = context.req.param("id");
  const list = lists.find((one) => one === context.req.query("list")) ?? lists[0] ?? "";
  const open = id === undefined ? undefined : await desk.open(id, list);
  const readers = sampleReaders(recipients, Object.keys(config.fields), open?.proof?.split);
  const look = parseLook(
    context.req.query(),
    lists,
    readers.map(({ key }) => key),
  );
  const reader = readers.find(({ key }) => key === look.reader);
  if (open?.proof === undefined || reader === undefined)
    return { config, look, readers, open, impression: undefined };
  const { keys, problems } = await readSigningKeys(config.dkim, environment);
  const signers = keys
    .filter(({ domain }) => speaksFor(domain, open.proof?.sender.from.email ?? ""))
    .map(dkimSigner);
  const impression = impressionOf({ list: open.list, proof: open.proof }, reader, clock.now(), signers);
  const found = { ...open, problems: [...open.problems, ...problems] };
  return { config, look, readers, open: found, impression };
}
