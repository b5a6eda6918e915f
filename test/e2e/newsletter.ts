import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { openNewsletterStore } from "../../src/cli/newsletter.ts";
import { readConfig } from "../../src/config/read-config.ts";
import type { DeliveryState, Mailing } from "../../src/model/mailing.ts";
import type { Store } from "../../src/store/store.ts";
import { importSubscribers } from "../../src/subscriptions/import/import-subscribers.ts";
import { putEmptyStore } from "../support/empty-store.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { compiled, entry } from "../support/program.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "../support/smtp-server.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";

export const issue = "2026-09-01-quiet";
export const connections = 4;

/** What the configuration below says, for the checker of messages. */
export const expectations = {
  postalAddress: ["Example Press", "1 Sample Street"],
  bounceDomain: "bounces.example.org",
};

export interface ConfigChanges {
  readonly port: number;
  /** More lines of the relay, indented by four. */
  readonly relay?: string;
  readonly lists?: string;
  readonly fields?: string;
  readonly connections?: number;
  readonly more?: string;
}

export function configText({
  port,
  relay = "",
  lists = "weekly: { name: The Weekly }",
  fields = "firstName: {}",
  connections: atOnce = connections,
  more = "",
}: ConfigChanges) {
  return `name: The Weekly
from: { name: The Weekly, email: weekly@news.example.org }
postalAddress: |
  Example Press
  1 Sample Street
siteUrl: https://news.example.org
bounceDomain: bounces.example.org
lists:
  ${lists}
fields:
  ${fields}
relays:
  - name: main
    host: 127.0.0.1
    port: ${port}
    security: none
    connections: ${atOnce}
${relay}
retry: { after: ["50ms"], giveUp: "10s" }
${more}`;
}

/** A newsletter with `readers` readers `r1@example.org` … and one issue that may go. */
export async function newsletter(
  options: ConfigChanges & {
    readonly readers: number;
    /** The issue, when it is not the one of all tests. */
    readonly text?: string;
    /** More columns of the readers' file, by their names, of which reader number `n` has the cell `column(n)`. */
    readonly columns?: Readonly<Record<string, (reader: number) => string>>;
  },
): Promise<TempProject> {
  const { readers, text = issueText(), columns = {} } = options;
  const project = await tempProject({ [issue]: text });
  await project.write("letterpress.yaml", configText(options));
  const { config } = await readConfig(project.root);
  if (config === undefined) throw new Error("letterpress.yaml has problems");
  await putEmptyStore(config.store);
  await using store = await openNewsletterStore(config);
  const rows = Array.from({ length: readers }, (_, index) =>
    [
      `r${index + 1}@example.org`,
      `Reader ${index + 1}`,
      ...Object.values(columns).map((cell) => cell(index + 1)),
    ].join(),
  );
  await importSubscribers(store, {
    file: "readers.csv",
    source: (async function* () {
      yield `${["email", "firstName", ...Object.keys(columns)].join()}\n${rows.join("\n")}\n`;
    })(),
    list: "weekly",
    fields: config.fields,
    tags: Object.keys(config.tags),
    now: 1_000,
  });
  return project;
}

/** The store of a newsletter, opened beside the processes that use it. */
export async function storeOf(root: string): Promise<Store> {
  const { config } = await readConfig(root);
  if (config === undefined) throw new Error("letterpress.yaml has problems");
  return openNewsletterStore(config);
}

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** What it has said on the standard error so far. */
  said(): string;
}

/**
 * Starts the real command line in a process of its own. Nobody is at its terminal. `preload` names modules of
 * test/support that run before it, in its worker threads too.
 */
export function start(
  root: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  preload: readonly string[] = [],
): Running {
  const imports = preload.flatMap((name) => [
    "--import",
    new URL(`../support/${name}.ts`, import.meta.url).href,
  ]);
  const child = spawn(process.execPath, [...imports, entry, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1", ...compiled, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const finished = new Promise<Finished>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal, out, err }));
  });
  return { child, finished, said: () => err };
}

export function letterpress(root: string, ...args: readonly string[]): Promise<Finished> {
  return start(root, args).finished;
}

export interface Reported extends Omit<Mailing, "state"> {
  readonly state: Mailing["state"] | "interrupted";
  readonly counts: Readonly<Record<DeliveryState, number>>;
  readonly deliveries: readonly {
    readonly email?: string;
    readonly state: DeliveryState;
    readonly reason?: string;
    readonly relay?: string;
  }[];
  readonly relays: readonly { readonly relay: string; readonly submitted: number }[];
}

/** What `status --json` says of the one mailing there is. */
export async function reported(root: string): Promise<Reported | undefined> {
  const { out } = await letterpressHere(root, "status", "--json");
  return (JSON.parse(out) as readonly Reported[])[0];
}

export function storeFile(root: string): string {
  return join(root, ".letterpress", "store.sqlite");
}

/** Resolves when `condition` holds; gives up in the end, because a wait in vain would keep the tests from ending. */
export async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 120_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error("waited in vain for two minutes");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** A relay that behaves as told, closed at the end of the block. */
export async function relayWith(
  script: Script = {},
): Promise<AsyncDisposable & { readonly server: ScriptedServer }> {
  const server = await startScriptedServer(script);
  return { server, [Symbol.asyncDispose]: () => server.close() };
}
