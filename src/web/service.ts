import { randomInt } from "node:crypto";
import type { Context } from "hono";
import { type Clock, systemClock } from "../base/clock.ts";
import { LetterpressError } from "../base/errors.ts";
import { formatProblem, type Problem } from "../base/problem.ts";
import type { Config } from "../config/config.ts";
import { compilePages, type Pages } from "../render/pages/compile-pages.ts";
import { type PageFolder, readPages } from "../render/pages/read-pages.ts";
import { openStore, type Store } from "../store/store.ts";
import { Departures } from "../subscriptions/departures.ts";
import { ServiceMetrics } from "./health/service-metrics.ts";
import { departureWords } from "./unsubscribe/departure-words.ts";
import { pageSamples } from "./page/page-samples.ts";
import { calmNote } from "./server/calm-note.ts";
import { networkOf, networkTest, type PeerEnv, readerAddress } from "./server/peer.ts";
import { sharedPatience } from "./server/shared-patience.ts";

/** What every route of the readers' service works with. */
export interface Service extends AsyncDisposable {
  readonly config: Config;
  readonly store: Store;
  /** What a reader writes goes through here: behind a lock all of them wait together (server/shared-patience.ts). */
  readonly write: ReturnType<typeof sharedPatience>;
  /** The same store for who only looks: nobody keeps it waiting. */
  readonly reads: Store;
  readonly pages: Pages;
  readonly clock: Clock;
  readonly metrics: ServiceMetrics;
  readonly departures: Departures;
  /** `https://news.example.org/letters`, without a slash at the end. */
  readonly siteUrl: string;
  /** The path of `siteUrl`, which all our paths begin with: `/letters`, or nothing. */
  readonly site: string;
  /** The network of the reader, `192.0.2.0/24`: all of an address that is ever written down. */
  networkOf(context: Context<PeerEnv>): string | undefined;
  /** Somebody signed up or confirmed it: a mail is due. */
  mailIsDue(): void;
  /** A line for who runs the service. Holds no token, no address, no name of a reader. */
  note(line: string): void;
  /** Finishes what was begun, and closes the store. */
  close(): Promise<void>;
}

/**
 * Makes the readers' service ready. `ownPages` is the folder of the program, whose `templates/pages` stand in for what
 * the newsletter has not. Throws a LetterpressError with every finding when a page cannot be read.
 */
export async function openService(options: {
  readonly config: Config;
  readonly ownPages: string;
  readonly clock?: Clock;
  readonly mailIsDue?: () => void;
  readonly note?: (line: string) => void;
}): Promise<Service> {
  const { config, ownPages, clock = systemClock } = options;
  const { mailIsDue: wake = () => undefined } = options;
  const note = calmNote(options.note ?? (() => undefined), clock);
  const pages = await openPages(config, ownPages);
  const siteUrl = config.lists[0].sender.siteUrl;
  const isProxy = networkTest(config.service.proxies);
  await using opening = new AsyncDisposableStack();
  const [store, reads, wayOut] = await Promise.all(
    [signUpPatienceMs, 0, departurePatienceMs].map(async (patienceMs) =>
      opening.use(await openStore({ file: config.store, clock, patienceMs })),
    ),
  );
  if (store === undefined || reads === undefined || wayOut === undefined) throw new Error("no store");
  const departures = new Departures(wayOut, reads, (event) => note(departureWords(event, config.store)));
  opening.defer(() => departures.close());
  const opened = opening.move();
  const close = () => opened.disposeAsync();
  return {
    config,
    store,
    write: sharedPatience(),
    reads,
    clock,
    mailIsDue: () => void setTimeout(wake, randomInt(...mailDelayMs)).unref(),
    note,
    departures,
    networkOf(context) {
      const address = readerAddress(context, isProxy);
      return address === undefined ? undefined : networkOf(address);
    },
    siteUrl,
    site: new URL(siteUrl).pathname.replace(/\/$/, ""),
    pages,
    metrics: new ServiceMetrics(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/**
 * A mail is made so long after the answer, by chance. What it is, and whether there is one at all, depends on the
 * address; made at once it would slow down the next answer, and whoever asks twice in a row could tell.
 */
const mailDelayMs = [300, 2_500] as const;

/** How long a reader waits for a lock before the answer is 503, or the journal takes the departure. */
const signUpPatienceMs = 2_000;
const departurePatienceMs = 500;

/** The pages of a newsletter, tried out in every language. Throws a LetterpressError with every finding. */
export async function openPages(config: Config, ownPages: string): Promise<Pages> {
  const { pages, problems } = await checkPages(config, ownPages);
  if (pages !== undefined) return pages;
  throw new LetterpressError(
    "web/pages",
    `The pages cannot be shown:\n${problems.map(formatProblem).join("\n")}\n`,
    "Mend them and start again.",
  );
}

/** The same with every finding as a value; `pages` is undefined when there is one. */
export async function checkPages(
  config: Config,
  ownPages: string,
): Promise<{ readonly pages?: Pages; readonly problems: readonly Problem[] }> {
  const { root, service } = config;
  const { template } = service;
  const folders: readonly PageFolder[] = [
    { root: ownPages, folder: "templates/pages" },
    { root, folder: "templates/pages" },
    ...(template === undefined ? [] : [{ root, folder: `templates/${template}/pages` }]),
  ];
  const read = await readPages(folders);
  const compiled = read.pages === undefined ? undefined : compilePages(read.pages);
  const found = [...read.problems, ...(compiled?.problems ?? [])];
  const problems = compiled !== undefined && found.length === 0 ? tryAll(compiled.pages, config) : found;
  return compiled !== undefined && problems.length === 0 ? { pages: compiled.pages, problems } : { problems };
}

/** The first fault of every page. */
function tryAll(pages: Pages, { name: newsletter }: Config): readonly Problem[] {
  return Object.entries(pageSamples).flatMap(([name, samples]) => {
    const tries = samples.flatMap((values) =>
      pages.languages.map((language) => pages.tryOut(name, language, { newsletter, site: "", ...values })),
    );
    return tries.find((fault) => fault !== undefined) ?? [];
  });
}
