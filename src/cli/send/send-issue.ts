import { LetterpressError } from "../../base/errors.ts";
import type { Config } from "../../config/config.ts";
import type { Mailing } from "../../model/mailing.ts";
import { type Decision, findMailing, isUntouched, listMailings } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";
import { atOption } from "./at-option.ts";
import { chooseRelays } from "./choose-relays.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import {
  chooseList,
  issueFile,
  issueId,
  noStore,
  openExistingStore,
  openNewsletter,
  openNewsletterStore,
  openStoreOfMailings,
} from "../newsletter.ts";
import { nobodyUncertain } from "./nobody-uncertain.ts";
import { onlyOption } from "../only-option.ts";
import { refuseRestored } from "./refuse-restored.ts";
import { resumeCommand } from "./resume-command.ts";
import { goOn } from "./send-again.ts";
import { sendNew } from "./send-new.ts";
import type { SendRequest } from "./send-request.ts";
import type { Terminal } from "../terminal.ts";

/** As they were typed. */
export interface SendOptions {
  readonly list?: string;
  readonly only?: string;
  readonly relay?: readonly string[];
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly plan?: string;
  readonly uncertain?: string;
  readonly json?: boolean;
  readonly at?: string;
  readonly adoptChanges?: boolean;
  readonly acceptRestored?: boolean;
  readonly acceptBounces?: boolean;
  /** False: the mailing is scheduled, and another process starts it. */
  readonly wait?: boolean;
  /** It is a mailing that exists, and goes on even if a person has paused it. */
  readonly resuming?: boolean;
}

/** `letterpress send <issue>`, and `letterpress resume <issue>`, which also goes on with what a person has paused. */
export async function sendIssue(terminal: Terminal, named: string, options: SendOptions): Promise<ExitCode> {
  const decision = decisionOf(options.uncertain);
  const scheduledAt = atOption(options.at);
  const config = await openNewsletter(terminal.folder);
  const frozen = await frozenOf(config, issueId(named));
  const kept = frozen.find((mailing) => mailing.list === options.list);
  const undeclared = kept !== undefined && config.lists.every(({ id }) => id !== kept.list);
  // A mailing that was frozen needs no declarations any more.
  const list = undeclared
    ? { id: kept.list, name: kept.list, sender: kept.sender, senderAt: config.lists[0].senderAt }
    : chooseList(config, options.list);
  const parts = frozen.flatMap((mailing) => (mailing.list === list.id ? (mailing.only ?? []) : []));
  const only = onlyOption(config, options.only, parts);
  const relays = chooseRelays(config, options.relay);
  // Before a store is made, or missed: a mistyped name is told as one.
  if (frozen.length === 0) issueFile(config, terminal.folder, named);
  await using store = await (options.dryRun === true ? openStoreToPlan(config) : openNewsletterStore(config));
  await refuseRestored(terminal, store, options.acceptRestored === true && options.dryRun !== true);
  const typed = { issue: named, list: options.list, only: options.only, relays: options.relay };
  const request: SendRequest = {
    terminal,
    config,
    list,
    relays,
    store,
    named,
    dryRun: options.dryRun === true,
    yes: options.yes === true,
    json: options.json === true,
    resume: resumeCommand(typed),
    resumePaused: resumeCommand({ ...typed, verb: "resume" }),
    resuming: options.resuming === true,
    wait: options.wait !== false,
    adopt: options.adoptChanges === true,
    acceptBounces: options.acceptBounces === true,
    ...(only === undefined ? {} : { only }),
    ...(scheduledAt === undefined ? {} : { scheduledAt }),
    ...(options.plan === undefined ? {} : { approvedPlan: options.plan }),
    ...(decision === undefined ? {} : { decision }),
  };
  const mailing = await findMailing(store, issueId(named), list.id, only);
  const begun = mailing !== undefined && !(await isUntouched(store, mailing.id));
  if (!begun && undeclared) chooseList(config, options.list);
  if (!begun && decision !== undefined) throw await nobodyUncertain(request);
  const { code, json } = mailing === undefined ? await sendNew(request) : await goOn(request, mailing);
  if (options.json === true && json !== undefined) terminal.print(JSON.stringify(json, null, 2));
  return code ?? exitCodes.done;
}

/** A plan changes nothing, so it makes no store either. */
async function openStoreToPlan(config: Config): Promise<Store> {
  const store = await openStoreOfMailings(config);
  if (store === undefined) throw noStore();
  return store;
}

async function frozenOf(config: Config, issue: string): Promise<readonly Mailing[]> {
  await using store = await openExistingStore(config);
  return store === undefined ? [] : await listMailings(store, issue);
}

function decisionOf(written: string | undefined): Decision | "ask" | undefined {
  if (written === undefined || written === "resend" || written === "skip" || written === "ask")
    return written;
  throw new LetterpressError(
    "use/uncertain",
    `--uncertain cannot be "${written}".`,
    "Use resend, skip or ask.",
  );
}
