import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { faultText, LetterpressError } from "../../base/errors.ts";
import { checkIssue } from "../../check/check-issue.ts";
import type { Config, ListConfig } from "../../config/config.ts";
import type { RunRelay } from "../../delivery/relays/lane.ts";
import { planMailing } from "../../delivery/plan-mailing.ts";
import { startMailing } from "../../delivery/start-mailing.ts";
import { type Mailing, unfinished } from "../../model/mailing.ts";
import { type Inbox, startInbox } from "../../preview/inbox/inbox.ts";
import { startInboxPage } from "../../preview/inbox/inbox-app.ts";
import { inboxTransport } from "../../preview/inbox/inbox-transport.ts";
import { countDeliveries } from "../../store/deliveries.ts";
import { findMailing } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";
import { importSubscribers } from "../../subscriptions/import/import-subscribers.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { checkContext } from "../../config/check-context.ts";
import { countOf, errorsOf, issueFile, openNewsletter, openNewsletterStore } from "../newsletter.ts";
import { showImport } from "../subscribers/show-import.ts";
import { packageFolder } from "../package.ts";
import { sendRun } from "../send/send-run.ts";
import { showPlan } from "../send/show-plan.ts";
import { showProblems } from "../show-problems.ts";
import { tellBug } from "../tell-bug.ts";
import type { Terminal } from "../terminal.ts";
import { untilInterrupted } from "../until-interrupted.ts";

const sampleIssue = "issues/2025-02-14-musk-vs-altman.yaml";
/** Of the package: whoever tries it out has no such file in their newsletter. */
const sampleSubscribers = "subscribers.csv";

/** `letterpress demo` */
export const demo: Command = {
  add(program, terminal, exit) {
    program
      .command("demo")
      .description(
        "Imports sample readers, sends the sample issue, or one of yours, to them over SMTP into an inbox on this machine, and shows what arrived. Nothing leaves the machine; what it makes is in .letterpress/demo.",
      )
      .argument("[issue]", "an issue of the newsletter in this folder, which is sent anew each time")
      .option("--fresh", "forget the demo that was sent before and start over")
      .addHelpText("after", examples("demo", "demo --fresh", "demo 2026-12-01-hello"))
      .action(async (issue: string | undefined, options: { readonly fresh?: boolean }) => {
        exit(
          await (issue === undefined
            ? demoOfSample(terminal, options.fresh === true)
            : demoOf(terminal, issue)),
        );
      });
  },
};

async function demoOfSample(terminal: Terminal, fresh: boolean): Promise<ExitCode> {
  const folder = join(terminal.folder, ".letterpress", "demo");
  if (fresh) await forget(folder);
  const config = await openNewsletter(packageFolder);
  return runDemo(terminal, { folder, config, file: sampleIssue });
}

/**
 * An issue of somebody's own newsletter. They change it between two demos, so nothing of the last one is remembered.
 */
async function demoOf(terminal: Terminal, named: string): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const file = issueFile(config, terminal.folder, named);
  const folder = join(config.root, ".letterpress", "demo", "own");
  await forget(folder);
  return runDemo(terminal, { folder, config, file });
}

async function runDemo(
  terminal: Terminal,
  { folder, config, file }: { readonly folder: string; readonly config: Config; readonly file: string },
): Promise<ExitCode> {
  const [list] = config.lists;
  await using store = await openNewsletterStore(config, join(folder, "store.sqlite"));
  const inbox = await startInbox({ folder: join(folder, "inbox") });
  try {
    const code = await sendDemo(terminal, { config, list, store, inbox, file });
    // Also when somebody is left: what did arrive can be looked at.
    if (code === exitCodes.done || code === exitCodes.incomplete) await showInbox(terminal, inbox);
    return code;
  } finally {
    await inbox.close();
  }
}

async function forget(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (fault) {
    throw new LetterpressError(
      "demo/not-removed",
      `The demo that was sent before cannot be removed from ${folder}: ${faultText(fault)}.`,
      "Give this user write permission there, or remove the folder yourself.",
      { cause: fault },
    );
  }
}

interface DemoParts {
  readonly config: Config;
  readonly list: ListConfig;
  readonly store: Store;
  readonly inbox: Inbox;
  /** The issue's, from the newsletter's folder on. */
  readonly file: string;
}

async function sendDemo(
  terminal: Terminal,
  { config, list, store, inbox, file }: DemoParts,
): Promise<ExitCode> {
  const step = (text: string) =>
    terminal.print(`\n${terminal.style("cyan", "▸")} ${terminal.style("bold", text)}`);
  const people = join(packageFolder, sampleSubscribers);
  const shown = relative(terminal.folder, people);
  step(`Import the sample readers of ${shown}, which has some faults on purpose`);
  const report = await importSubscribers(store, {
    file: sampleSubscribers,
    source: createReadStream(people),
    ignore: sampleColumns.filter((one) => !knows(config, one)),
    list: list.id,
    fields: config.fields,
    tags: Object.keys(config.tags),
    now: systemClock.now(),
  });
  showImport(terminal, report, { file: shown });

  step(`Check and render ${file}`);
  // Nothing of the demo is online, so its pictures travel with the mails, whatever the configuration says.
  const checked = await checkIssue({ ...checkContext(config, list), hosting: "attached" }, file);
  showProblems(terminal, checked.problems);
  const { issue, editions } = checked;
  if (issue === undefined || errorsOf(checked.problems).length > 0) return exitCodes.incomplete;
  terminal.print(
    `${countOf(issue.blocks.length, "block")}, ${countOf(editions.length, "edition")}, no errors`,
  );

  const relay = inboxRelay(inbox);
  const inboxWords = `127.0.0.1:${inbox.port}`;
  const pace = terminal.screen ? { perSecond: 15 } : {};
  let mailing = await findMailing(store, issue.id, list.id);
  if (mailing === undefined) {
    step("Plan");
    const plan = await planMailing(store, {
      issue: issue.id,
      list: { ...list, sender: checked.sender },
      split: checked.split,
      editions,
      relays: [relay],
      pace,
      now: systemClock.now(),
    });
    showPlan(terminal, plan, [`the inbox on this machine (${inboxWords})`], []);
    mailing = await startMailing(store, plan, systemClock.now());
  } else if (await isOver(store, mailing)) {
    step("Send");
    terminal.print(`Everybody already has this issue, so nothing was sent. ${startOver(terminal)}`);
    return exitCodes.done;
  }
  step(`Send over SMTP to ${inboxWords}`);
  const { code } = await sendRun(terminal, {
    store,
    mailing,
    relays: [relay],
    // Nothing leaves this machine, and whoever tries it out need not have the keys.
    signingKeys: [],
    threads: 0,
    pace,
    retry: config.retry,
    resume: demoCommand(terminal),
    resumePaused: demoCommand(terminal),
    // There is nobody else who could have paused it.
    resuming: true,
    decide: () => `With real readers you would decide for them; it is only a demo. ${startOver(terminal)}`,
  });
  return code;
}

/** What the sample readers have that a newsletter need not know. */
const sampleColumns = ["firstName", "city", "language", "tags"];

function knows({ fields, tags }: Config, column: string): boolean {
  return column === "tags" ? Object.hasOwn(tags, "member") : Object.hasOwn(fields, column);
}

/** As it was started: in this repository `npm run demo` is shorter, and an installed package has no such script. */
function demoCommand({ environment }: Terminal): string {
  return environment.npm_lifecycle_event === "demo" ? "npm run demo" : "npx letterpress demo";
}

function startOver(terminal: Terminal): string {
  const command = demoCommand(terminal);
  return `Start over with: ${command}${command.startsWith("npm run") ? " --" : ""} --fresh`;
}

async function isOver(store: Store, mailing: Mailing): Promise<boolean> {
  return unfinished(await countDeliveries(store, mailing.id)) === 0;
}

function inboxRelay({ port }: Inbox): RunRelay {
  return { name: "inbox", connections: 3, depth: 1, transport: inboxTransport(port, 3) };
}

/** Where to look; with somebody at the terminal also a page, until Ctrl-C. */
async function showInbox(terminal: Terminal, inbox: Inbox): Promise<void> {
  terminal.print(`\n${countOf(inbox.count(), "message")} in ${relative(terminal.folder, inbox.folder)}`);
  const [first] = inbox.mails;
  if (first !== undefined)
    terminal.print(
      `Open one in any mail program: ${join(relative(terminal.folder, inbox.folder), `${first.id}.eml`)}`,
    );
  if (!terminal.interactive) return;
  const page = await startInboxPage({ inbox, tellBug: (fault) => tellBug(terminal, fault) });
  terminal.print(`\nRead them here: ${terminal.style("cyan", page.url)}   (Ctrl-C ends the demo)`);
  await untilInterrupted();
  await page.close();
}
