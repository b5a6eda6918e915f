import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { faultText, LetterpressError, systemCode } from "../../base/errors.ts";
import { checkIssue } from "../../check/check-issue.ts";
import type { Config, ListConfig } from "../../config/config.ts";
import { compileMessage } from "../../message/compile-message.ts";
import type { MailingNames } from "../../message/headers.ts";
import { personalView } from "../../message/personal-view.ts";
import { personalize } from "../../message/personalize.ts";
import type { Edition } from "../../model/edition.ts";
import type { Recipient } from "../../model/subscriber.ts";
import { mailingThatReaches } from "../../store/deliveries.ts";
import { findMailing } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";
import { findSubscriber } from "../../store/subscribers.ts";
import { findSubscription } from "../../store/subscriptions.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import {
  checkContext,
  chooseList,
  errorsOf,
  issueFile,
  openExistingStore,
  openNewsletter,
} from "../newsletter.ts";
import { showProblems } from "../show-problems.ts";
import type { Terminal } from "../terminal.ts";

interface Options {
  readonly html?: boolean;
  readonly text?: boolean;
  readonly eml?: boolean;
  readonly json?: boolean;
  readonly as?: string;
  readonly list?: string;
  readonly out?: string;
}

/** `letterpress render <issue>` */
export const render: Command = {
  add(program, terminal, exit) {
    program
      .command("render")
      .summary("print what one reader gets")
      .description(
        "Renders an issue for one reader: to the standard output in one form, or into a folder in all of them. Text, unless another form is asked for.",
      )
      .argument("<issue>", "a file, or its name in issues/")
      .option("--html", "the HTML part")
      .option("--text", "the plain-text part")
      .option("--eml", "the whole message, byte for byte as it is sent")
      .option("--json", "subject, preheader, HTML and text as JSON")
      .option("--as <address>", "as this subscriber; otherwise as a reader of whom nothing is known")
      .option("--list <id>", "the list; needed when there are several")
      .option("--out <folder>", "write files into this folder instead")
      .addHelpText(
        "after",
        examples(
          "render 2025-02-14-musk-vs-altman",
          "render 2025-02-14-musk-vs-altman --eml --as ada@example.org",
          "render 2025-02-14-musk-vs-altman --out preview",
        ),
      )
      .action(async (issue: string, options: Options) => {
        exit(await renderOne(terminal, issue, options));
      });
  },
};

const forms = ["html", "text", "eml", "json"] as const;
type Form = (typeof forms)[number];

async function renderOne(terminal: Terminal, named: string, options: Options): Promise<ExitCode> {
  const asked = forms.filter((form) => options[form] === true);
  if (asked.length > 1 && options.out === undefined)
    throw new LetterpressError(
      "use/one-form",
      "Only one form fits on the standard output.",
      "Ask for one, or use --out.",
    );
  const config = await openNewsletter(terminal.folder);
  const list = chooseList(config, options.list);
  const checked = await checkIssue(checkContext(config, list), issueFile(config, terminal.folder, named));
  showProblems(terminal, checked.problems);
  const [edition] = checked.editions;
  const { issue } = checked;
  if (edition === undefined || issue === undefined || errorsOf(checked.problems).length > 0)
    return exitCodes.incomplete;
  await using store = await openExistingStore(config);
  const recipient = await recipientOf(store, config, list, options.as);
  // Of a mailing that has begun, the date that readers see.
  const target = { issue: issue.id, list: list.id, subscriber: recipient.subscriber };
  const begun =
    store && ((await mailingThatReaches(store, target)) ?? (await findMailing(store, issue.id, list.id)));
  const date = begun?.date ?? systemClock.now();
  const key = store?.key ?? keyWithoutStore;
  const from = { ...list, sender: checked.sender };
  const made = make({
    edition,
    list: from,
    key,
    recipient,
    mailing: {
      issue: issue.id,
      list: list.id,
      ...(begun?.only === undefined ? {} : { only: begun.only }),
      date,
    },
  });
  const wanted: readonly Form[] = asked.length > 0 ? asked : options.out === undefined ? ["text"] : forms;
  if (store === undefined && wanted.includes("eml"))
    terminal.note(
      "There is no store yet: the Message-ID and the signed links of this message differ from those of a send.",
    );
  if (options.out === undefined) process.stdout.write(made(wanted[0] ?? "text"));
  else await writeForms(terminal, resolve(terminal.folder, options.out), issue.id, wanted, made);
  return exitCodes.done;
}

/** What Message-IDs and links are made with while there is no store: nothing that is sent is ever made with it. */
const keyWithoutStore = "no-store";

async function recipientOf(
  store: Store | undefined,
  config: Config,
  list: ListConfig,
  address: string | undefined,
): Promise<Recipient> {
  if (address === undefined) {
    const email = `reader@${new URL(list.sender.siteUrl).hostname}`;
    return { subscriber: 0, email, fields: {}, unsubscribeToken: "a".repeat(32), variant: "all" };
  }
  const subscriber = store && (await findSubscriber(store, address));
  const subscription = store && subscriber && (await findSubscription(store, subscriber.id, list.id));
  if (subscriber === undefined || subscription === undefined)
    throw new LetterpressError(
      "use/no-subscriber",
      `${address} is not on the list ${list.id} of ${config.name}.`,
      "See: npx letterpress subscribers list",
    );
  const { id, email, fields } = subscriber;
  return { subscriber: id, email, fields, unsubscribeToken: subscription.token, variant: "all" };
}

function make(input: {
  readonly edition: Edition;
  readonly list: ListConfig;
  readonly key: string;
  readonly recipient: Recipient;
  readonly mailing: MailingNames;
}): (form: Form) => Buffer | string {
  const { edition, list, key, recipient, mailing } = input;
  return (form) => {
    if (form === "eml")
      return personalize(compileMessage(edition, list.sender, mailing, key), recipient).bytes;
    const view = personalView(edition, list.sender, mailing, key, recipient);
    return form === "json" ? `${JSON.stringify(view, null, 2)}\n` : view[form];
  };
}

async function writeForms(
  terminal: Terminal,
  folder: string,
  name: string,
  wanted: readonly Form[],
  made: (form: Form) => Buffer | string,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const form of wanted) {
      const path = join(folder, `${name}.${form === "text" ? "txt" : form}`);
      await writeFile(path, made(form));
      terminal.print(path);
    }
  } catch (fault) {
    if (systemCode(fault) === undefined) throw fault;
    throw new LetterpressError(
      "render/not-written",
      `Nothing more can be written into ${folder}: ${systemCode(fault) === "EEXIST" ? "it is a file" : faultText(fault)}.`,
      "Name a folder that is not there yet, or one that this user may write to, with --out.",
      { cause: fault },
    );
  }
}
