import { dayMs, isoInstant, systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { emptyLog } from "../../store/empty-log.ts";
import { countUnconfirmed, purgeUnconfirmed } from "../../store/purge-unconfirmed.ts";
import { askForWord } from "../ask-for-word.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { countOf, openNewsletter, openNewsletterStore } from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";
import { warnOfLog } from "./warn-of-log.ts";

export interface PurgeOptions {
  readonly olderThan: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `letterpress subscribers purge` */
export async function purgeSubscribers(terminal: Terminal, options: PurgeOptions): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const before = systemClock.now() - daysOf(options.olderThan) * dayMs;
  await using store = await openNewsletterStore(config);
  const count = await countUnconfirmed(store, before);
  const found = `${countOf(count, "reader")} unconfirmed since before ${isoInstant(before).slice(0, 10)}`;
  const isPlan = options.dryRun === true || count === 0;
  if (!isPlan) {
    const refused = options.yes === true ? undefined : await refusal(terminal, found, options.olderThan);
    if (refused !== undefined) return refused;
  }
  const purged = isPlan ? 0 : await purgeUnconfirmed(store, before);
  const left = purged > 0 ? { isLogEmpty: await emptyLog(store) } : {};
  if (options.json === true) terminal.print(JSON.stringify({ found: count, purged, ...left }, null, 2));
  else terminal.print(isPlan ? `${found}.` : `${countOf(purged, "reader")} forgotten.`);
  warnOfLog(terminal, config, left.isLogEmpty ?? true);
  return exitCodes.done;
}

function daysOf(written: string): number {
  const days = /^(\d{1,4})d$/.exec(written)?.[1];
  if (days !== undefined) return Number(days);
  throw new LetterpressError("use/days", `"${written}" is no number of days.`, "Write it like 90d.");
}

/** Undefined is a yes. */
async function refusal(terminal: Terminal, found: string, olderThan: string): Promise<ExitCode | undefined> {
  terminal.note(`${found}, and nothing else on any list.`);
  return askForWord(terminal, {
    word: "purge",
    question: 'There is no way back. Type "purge" to forget them:',
    isToBe: "they are to be forgotten",
    unasked: `npx letterpress subscribers purge --older-than ${olderThan} --yes`,
    after: "nobody was forgotten",
  });
}
