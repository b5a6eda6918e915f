import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { Config } from "../../config/config.ts";
import type { Mailing } from "../../model/mailing.ts";
import { listMailings } from "../../store/mailings.ts";
import { restoredStore } from "../../store/restored.ts";
import type { Store } from "../../store/store.ts";
import { type Command, examples } from "../command.ts";
import { restoredWords } from "../send/refuse-restored.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { countOf, issueId, openStoreOfMailings, openNewsletter } from "../newsletter.ts";
import { mailingJson } from "../status/mailing-json.ts";
import { mailingLines } from "../status/mailing-lines.ts";
import { type MailingReport, reportOf } from "../status/mailing-report.ts";
import { metricsText } from "../status/metrics.ts";
import { type Look, watch } from "../status/watch.ts";
import { WatchedStore } from "../status/watched-store.ts";
import type { Terminal } from "../terminal.ts";
import { untilInterrupted } from "../until-interrupted.ts";

/** `letterpress status [issue]` */
export const status: Command = {
  add(program, terminal, exit) {
    program
      .command("status")
      .description(
        "What every mailing is doing: who has it, who is left, until when and why, and what to type next. Only looks: it never waits for who sends, and never makes them wait. Exits with 1 while somebody is left, with --metrics only when it could not look.",
      )
      .argument("[issue]", "only this issue")
      .option(
        "--watch",
        "look again every second until Ctrl-C; without a screen, print a line when something has changed",
      )
      .option("--all", "also the older mailings that are over")
      .option("--json", "print JSON, with every reader who is neither submitted nor pending")
      .option("--metrics", "print the numbers for Prometheus")
      .addHelpText(
        "after",
        examples("status", "status 2025-02-14-musk-vs-altman --watch", "status --json", "status --metrics"),
      )
      .action(async (issue: string | undefined, options: Options) => {
        if (options.watch === true && (options.json === true || options.metrics === true))
          throw onlyOne("--watch");
        if (options.json === true && options.metrics === true) throw onlyOne("--json");
        const asked = { terminal, config: await openNewsletter(terminal.folder), issue, options };
        exit(await (options.watch === true ? watchStatus(asked) : showStatus(asked)));
      });
  },
};

interface Options {
  readonly watch?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly metrics?: boolean;
}

interface Asked {
  readonly terminal: Terminal;
  readonly config: Config;
  readonly issue: string | undefined;
  readonly options: Options;
}

function onlyOne(option: string): LetterpressError {
  return new LetterpressError(
    "use/status",
    `${option} stands alone: it, --json and --metrics each print another thing.`,
    "Ask for one of them.",
  );
}

async function showStatus(asked: Asked): Promise<ExitCode> {
  const { terminal, config, options } = asked;
  await using store = await openStoreOfMailings(config);
  const { reports, older } = await reportsOf(store, asked);
  if (options.metrics === true || options.json === true)
    for (const line of await forgottenLines(store)) terminal.note(line);
  if (options.metrics === true) {
    terminal.printRaw(metricsText(reports));
    return exitCodes.done;
  }
  if (options.json === true) {
    const all: unknown[] = [];
    if (store !== undefined) for (const report of reports) all.push(await mailingJson(store, report, config));
    terminal.print(JSON.stringify(all, null, 2));
  } else for (const line of await linesOf(store, asked, reports, older)) terminal.print(line);
  return codeOf(reports);
}

async function watchStatus(asked: Asked): Promise<ExitCode> {
  const ended = new AbortController();
  void untilInterrupted().then(() => ended.abort());
  await using watched = new WatchedStore(asked.config);
  const look = async (): Promise<Look> => {
    const store = await watched.now();
    const { reports, older } = await reportsOf(store, asked);
    return { reports, lines: await linesOf(store, asked, reports, older) };
  };
  const last = await watch(asked.terminal, look, ended.signal);
  return codeOf(last?.reports ?? []);
}

function codeOf(reports: readonly MailingReport[]): ExitCode {
  return reports.every(({ left }) => left === 0) ? exitCodes.done : exitCodes.incomplete;
}

async function linesOf(
  store: Store | undefined,
  { terminal, config, issue }: Asked,
  reports: readonly MailingReport[],
  older: number,
): Promise<readonly string[]> {
  const lines = [...(await forgottenLines(store))];
  if (store === undefined || reports.length === 0)
    return [...lines, `Nothing has been sent yet${issue === undefined ? "" : ` of ${issueId(issue)}`}.`];
  for (const report of reports) lines.push(...(await mailingLines(terminal, store, report, config)));
  if (older > 0)
    lines.push(`${countOf(older, "older mailing")} that ${older === 1 ? "is" : "are"} over: --all`);
  return lines;
}

/** What is told of an old copy is what it knows, and nobody sends from it. */
async function forgottenLines(store: Store | undefined): Promise<readonly string[]> {
  if (store === undefined) return [];
  const restored = await restoredStore(store);
  if (restored.status === "newest") return [];
  return [`${restoredWords(store, restored)} Put the newest store back: nobody sends from this one.`];
}

const fewOver = 5;
const recentMs = 7 * 86_400_000;

/**
 * Those that were asked for, and how many were left out: looking must not cost more with every issue that was ever
 * sent.
 */
async function reportsOf(
  store: Store | undefined,
  { config, issue, options }: Asked,
): Promise<{ readonly reports: readonly MailingReport[]; readonly older: number }> {
  const now = systemClock.now();
  const all =
    store === undefined ? [] : await listMailings(store, issue === undefined ? undefined : issueId(issue));
  const over = all.filter(isOver);
  const isWanted = (mailing: Mailing): boolean => {
    if (!isOver(mailing) || issue !== undefined || options.all === true || options.json === true) return true;
    // Those that an older version cancelled have no such moment.
    if (options.metrics === true) return (mailing.finishedAt ?? mailing.createdAt) > now - recentMs;
    return over.indexOf(mailing) < fewOver;
  };
  const wanted = all.filter(isWanted);
  const reports: MailingReport[] = [];
  if (store !== undefined)
    for (const mailing of wanted) reports.push(await reportOf(store, mailing, now, config));
  return { reports, older: all.length - wanted.length };
}

function isOver({ state }: Mailing): boolean {
  return state === "finished" || state === "cancelled";
}
