import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { Config } from "../../config/config.ts";
import { type Mailing, unfinished } from "../../model/mailing.ts";
import { dueMailings, senderOf } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";
import { chooseRelays, oneMoreRelay } from "../send/choose-relays.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { inboxesAmong, warnOfInboxes } from "../send/inbox-relays.ts";
import { decideWords } from "../send/name-uncertain.ts";
import { countOf, openStoreOfMailings, openNewsletter } from "../newsletter.ts";
import { openRelays } from "../send/open-relays.ts";
import { audienceWords } from "../only-option.ts";
import { refuseRestored } from "../send/refuse-restored.ts";
import { frozenUnfilled } from "../send/refuse-unfilled.ts";
import { resumeOf } from "../send/resume-command.ts";
import { isAlive } from "../send/runner.ts";
import { lateWords } from "../send/schedule-words.ts";
import { type SendResult, sendRun } from "../send/send-run.ts";
import { signingKeys } from "../send/signing.ts";
import { changedEdition } from "../../store/stored-edition.ts";
import { tellBug } from "../tell-bug.ts";
import type { Terminal } from "../terminal.ts";

interface Options {
  readonly relay?: readonly string[];
  readonly json?: boolean;
}

/** `letterpress run-due` */
export const runDue: Command = {
  add(program, terminal, exit) {
    program
      .command("run-due")
      .description(
        "Sends every mailing that was approved and whose time has come, without asking: for cron. Leaves alone what a person has paused or stopped with Ctrl-C, and what the relay refused. Says nothing when nothing is due. Several may run at once.",
      )
      .option("--relay <name>", "only through this relay; may be given several times", oneMoreRelay)
      .option("--json", "print what came of each mailing as JSON")
      .addHelpText("after", examples("run-due"))
      .action(async (options: Options) => {
        exit(await sendDue(terminal, options));
      });
  },
};

async function sendDue(terminal: Terminal, options: Options): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  await using store = await openStoreOfMailings(config);
  if (store === undefined) return exitCodes.done;
  await refuseRestored(terminal, store, false);
  let code: ExitCode = exitCodes.done;
  const report: unknown[] = [];
  for await (const mailing of dueOneByOne(store)) {
    const refused = frozenUnfilled(mailing);
    if (refused !== undefined) {
      // Another mailing may be sound.
      code = worse(code, exitCodes.incomplete);
      terminal.note(`${titleOf(mailing)}: ${refused.message} ${refused.remedy}`);
      report.push({ ...namesOf(mailing), refused: refused.code });
      continue;
    }
    let result: DueResult | undefined;
    try {
      result = await sendOne(terminal, store, config, mailing, options);
    } catch (fault) {
      const of = faultOfOne(terminal, mailing, fault);
      code = worse(code, of.code);
      report.push({ ...namesOf(mailing), refused: of.refused });
      continue;
    }
    if (result === undefined) continue;
    const { end, counts, inboxes, interrupted } = result;
    code = worse(code, interrupted ?? result.code);
    report.push({ ...namesOf(mailing), inboxes, end, counts });
    if (options.json !== true) terminal.print(`${titleOf(mailing)}: ${endWords(result)}`);
    // A signal asks the whole command to stop, and not this mailing only.
    if (interrupted !== undefined) break;
  }
  if (options.json === true && report.length > 0) terminal.print(JSON.stringify(report, null, 2));
  return code;
}

/**
 * Each once. Looked for anew every time: while another mailing was sent, for hours perhaps, the next one may have been
 * stopped, or have come to its end.
 */
async function* dueOneByOne(store: Store): AsyncGenerator<Mailing, void> {
  const seen = new Set<number>();
  for (;;) {
    const mailing = (await dueMailings(store, systemClock.now())).find(({ id }) => !seen.has(id));
    if (mailing === undefined) return;
    seen.add(mailing.id);
    yield mailing;
  }
}

/**
 * What is wrong with one mailing alone keeps no other from being sent, now or every minute; anything else is thrown on.
 */
function faultOfOne(
  terminal: Terminal,
  mailing: Mailing,
  fault: unknown,
): { readonly code: ExitCode; readonly refused: string } {
  if (!(fault instanceof LetterpressError)) {
    tellBug(terminal, fault);
    return { code: exitCodes.ourBug, refused: "bug" };
  }
  if (fault.code !== changedEdition) throw fault;
  terminal.note(`${titleOf(mailing)}: ${fault.message} ${fault.remedy}`);
  return { code: exitCodes.incomplete, refused: fault.code };
}

/** That a signal has come is told before a bug, and a bug before who is left. */
function worse(one: ExitCode, other: ExitCode): ExitCode {
  return one > other ? one : other;
}

function namesOf({ issue, list, only }: Mailing) {
  return { issue, list, only };
}

interface DueResult extends SendResult {
  /** The relays that are an inbox on this machine. */
  readonly inboxes: readonly string[];
}

/** Undefined: somebody else sends it, or has just stopped it. */
async function sendOne(
  terminal: Terminal,
  store: Store,
  config: Config,
  mailing: Mailing,
  options: Options,
): Promise<DueResult | undefined> {
  const at = { mailing: mailing.id, now: systemClock.now(), isAlive };
  if ((await senderOf(store, at)) !== undefined) return undefined;
  const chosen = chooseRelays(config, options.relay);
  const inboxes = await inboxesAmong(chosen, config);
  const relays = await openRelays(terminal, config, chosen);
  const keys = await signingKeys(config, terminal);
  const { threads, pace, retry } = config;
  const resume = resumeOf(mailing, config);
  const resumePaused = resumeOf({ ...mailing, stoppedBy: "person" }, config);
  const words = { resume, resumePaused, decide: decideWords };
  const late =
    mailing.state === "planned" && mailing.scheduledAt !== undefined && lateWords(mailing.scheduledAt);
  terminal.note(
    `${titleOf(mailing)}: ${mailing.state === "planned" ? "starts" : "goes on"}. ${late || ""}`.trim(),
  );
  warnOfInboxes(terminal, inboxes, mailing.issue);
  try {
    const run = { store, mailing, relays, signingKeys: keys, threads, pace, retry };
    return { ...(await sendRun(terminal, { ...run, resuming: false, ...words })), inboxes };
  } catch (fault) {
    if (fault instanceof LetterpressError && overtaken.includes(fault.code)) return undefined;
    throw fault;
  }
}

/** What somebody else can have done between a look and the claim. */
const overtaken = ["delivery/held", "delivery/paused", "store/mailing-replaced"];

function titleOf({ issue, list, only }: Mailing): string {
  return `${issue} to ${audienceWords(list, only)}`;
}

function endWords({ end, counts }: SendResult): string {
  const left = unfinished(counts);
  const have = `${countOf(counts.submitted, "reader")} ${counts.submitted === 1 ? "has" : "have"} it`;
  if (end.status === "cancelled") return `cancelled, ${have}.`;
  return left === 0 ? `finished, ${have}.` : `incomplete, ${have}, ${left} left.`;
}
