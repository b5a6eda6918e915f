import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hono } from "hono";
import { openNewsletterStore } from "../../src/cli/newsletter.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { linkKey } from "../../src/store/link-keys.ts";
import type { Store } from "../../src/store/store.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { preferencesToken } from "../../src/subscriptions/preferences.ts";
import { readersApp } from "../../src/web/readers-app.ts";
import type { PeerEnv } from "../../src/web/server/peer.ts";
import { openService, type Service } from "../../src/web/service.ts";
import { putEmptyStore } from "./empty-store.ts";
import { root } from "./program.ts";
import { type TempProject, tempProject } from "./temp-project.ts";
import { addReader } from "./temp-store.ts";

/** The readers' service of the sample newsletter, without a socket. */
export interface TestService extends AsyncDisposable {
  readonly app: Hono<PeerEnv>;
  readonly service: Service;
  readonly store: Store;
  readonly project: TempProject;
  /** What was said to who runs it. */
  readonly notes: readonly string[];
  /** What the service answers to a request from this address. */
  ask(path: string, init?: RequestInit, from?: string): Promise<Response>;
  /** A form as browsers send it. */
  post(
    path: string,
    fields: Readonly<Record<string, string>> | string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** A confirmed reader, with the token of their unsubscribe links and the path of their preferences. */
  reader(
    email: string,
    fields?: Readonly<Record<string, string>>,
  ): Promise<{ readonly id: number; readonly token: string; readonly preferences: string }>;
}

/** `lines` are more lines of letterpress.yaml, `site` its siteUrl, `files` more files of the newsletter. */
export async function testService(
  options: {
    readonly lines?: string;
    readonly site?: string;
    /** In place of the lists of the sample, on one line. */
    readonly lists?: string;
    /** The same for its fields. */
    readonly fields?: string;
    readonly files?: Readonly<Record<string, string>>;
    readonly now?: () => number;
  } = {},
): Promise<TestService> {
  const {
    lines = "",
    site = "https://news.example.org",
    lists = "{ weekly: { name: The Letterpress Weekly, archive: true } }",
    fields,
    files = {},
    now = () => 1_800_000_000_000,
  } = options;
  const project = await tempProject();
  const withLists = (await sampleConfig())
    .replace(/^siteUrl: .*$/m, `siteUrl: ${site}`)
    .replace(/^service:\n(?: .*\n)+/m, "")
    .replace(/^lists:\n(?: .*\n)+/m, `lists: ${lists}\n`);
  const sample =
    fields === undefined ? withLists : withLists.replace(/^fields:\n(?: .*\n)+/m, `fields: ${fields}\n`);
  await project.write("letterpress.yaml", `${sample}\n${lines}\n`);
  for (const [path, text] of Object.entries(files)) await project.write(path, text);
  const { config, problems } = await readConfig(project.root);
  if (config === undefined) throw new Error(`letterpress.yaml has problems: ${JSON.stringify(problems)}`);
  await putEmptyStore(config.store);
  await (await openNewsletterStore(config)).close();
  const notes: string[] = [];
  const service = await openService({
    config,
    ownPages: root,
    clock: { now },
    note: (line) => void notes.push(line),
  });
  const app = readersApp(service);
  const ask: TestService["ask"] = async (path, init = {}, from = "127.0.0.1") =>
    app.request(path, init, { incoming: { socket: { remoteAddress: from } } });
  return {
    app,
    service,
    store: service.store,
    project,
    notes,
    ask,
    post: (path, fields, headers = {}) =>
      ask(path, {
        method: "POST",
        body: new URLSearchParams(fields).toString(),
        headers: { ...form, ...headers },
      }),
    async reader(email, fields = {}) {
      const id = await addReader(service.store, { email, fields });
      const found = await findSubscription(service.store, id, "weekly");
      if (found === undefined) throw new Error(`${email} has no subscription`);
      return { id, token: found.token, preferences: await preferencesPath(service.store, id) };
    },
    async [Symbol.asyncDispose]() {
      await service.close();
      await project.remove();
    },
  };
}

/** `/p/<token>`, as in a mail that belongs to no issue. */
export async function preferencesPath(store: Store, subscriber: number): Promise<string> {
  return `/p/${preferencesToken(await linkKey(store), subscriber)}`;
}

async function sampleConfig(): Promise<string> {
  return readFile(join(root, "letterpress.yaml"), "utf8");
}

const form = { "Content-Type": "application/x-www-form-urlencoded" };
