import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { faultText, LetterpressError, systemCode } from "../../base/errors.ts";
import { didYouMean } from "../../base/suggest.ts";
import { type CheckedIssue, checkIssue } from "../../check/check-issue.ts";
import type { ListConfig } from "../../config/config.ts";
import { compileMessage } from "../../message/compile-message.ts";
import type { MailingNames } from "../../message/headers.ts";
import { personalView } from "../../message/personal-view.ts";
import { personalize } from "../../message/personalize.ts";
import type { Edition } from "../../model/edition.ts";
import type { Recipient } from "../../model/subscriber.ts";
import { variantOf } from "../../model/variant.ts";
import { mailingThatReaches } from "../../store/deliveries.ts";
import { findMailing } from "../../store/mailings.ts";
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
import { readerOf } from "../reader.ts";
import { showProblems } from "../show-problems.ts";
import type { Terminal } from "../terminal.ts";

interface Options {
  readonly html?: boolean;
  readonly text?: boolean;
  readonly eml?: boolean;
  readonly json?: boolean;
  readonly as?: string;
  readonly variant?: string;
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
      .option("--variant <key>", "this variant of the issue, whoever gets it; check names them")
      .option("--list <id>", "the list; needed when there are several")
      .option("--out <folder>", "write files into this folder instead")
      .addHelpText(
        "after",
        examples(
          "render 2025-02-14-musk-vs-altman",
          "render 2025-02-14-musk-vs-altman --eml --as ada@example.org",
          "render 2025-02-14-musk-vs-altman --variant b --html",
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
  const { issue } = checked;
  if (issue === undefined || errorsOf(checked.problems).length > 0) return exitCodes.incomplete;
  await using store = await openExistingStore(config);
  const { recipient, facts } = await readerOf(store, config, list, options.as);
  const edition = editionOf(checked, options.variant ?? variantOf(checked.split, facts).key);
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

function editionOf({ editions }: CheckedIssue, variant: string): Edition {
  const edition = editions.find((one) => one.variant === variant);
  if (edition !== undefined) return edition;
  const known = editions.map((one) => one.variant);
  throw new LetterpressError(
    "use/no-variant",
    `The issue has no variant "${variant}".`,
    didYouMean(variant, known),
  );
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
