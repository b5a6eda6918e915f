import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { didYouMean } from "../../base/suggest.ts";
import { type CheckedIssue, checkIssue } from "../../check/check-issue.ts";
import type { Edition } from "../../model/edition.ts";
import { variantOf } from "../../model/variant.ts";
import { mailingThatReaches } from "../../store/deliveries.ts";
import { linkKey } from "../../store/link-keys.ts";
import { findMailing } from "../../store/mailings.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { checkContext } from "../../config/check-context.ts";
import {
  chooseList,
  errorsOf,
  issueFile,
  issueId,
  openExistingStore,
  openNewsletter,
} from "../newsletter.ts";
import { publicForms } from "../render/public-forms.ts";
import { readerOf } from "../render/reader.ts";
import { forms, formsOf, writeForms } from "../render/rendered-forms.ts";
import { sentTo } from "../render/sent-message.ts";
import { showProblems } from "../show-problems.ts";
import { signersToShow } from "../send/signing.ts";
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
  readonly sent?: boolean;
  readonly public?: boolean;
}

/** `letterpress render <issue>` */
export const render: Command = {
  add(program, terminal, exit) {
    program
      .command("render")
      .description(
        "Renders an issue for one reader: to the standard output in one form, or into a folder in all of them. Text, unless another form is asked for.",
      )
      .argument("<issue>", "a file, or its name in issues/")
      .option("--html", "the HTML part")
      .option("--text", "the plain-text part")
      .option("--eml", "the whole message, byte for byte as it is sent")
      .option("--json", "subject, preheader, HTML and text as JSON")
      .option("--as <address>", "as this subscriber; otherwise as a reader of whom nothing is known")
      .option("--sent", "with --as: what this reader got, or is to get, from the mailing that was frozen")
      .option(
        "--public",
        "what everybody would read in the archive, as HTML; pictures are still named by their cid",
      )
      .option("--variant <key>", "this variant of the issue, whoever gets it; check names them")
      .option("--list <id>", "the list; needed when there are several")
      .option("--out <folder>", "write files into this folder instead")
      .addHelpText(
        "after",
        examples(
          "render 2025-02-14-musk-vs-altman",
          "render 2025-02-14-musk-vs-altman --eml --as ada@example.org",
          "render 2025-02-14-musk-vs-altman --as ada@example.org --sent",
          "render 2025-02-14-musk-vs-altman --variant b --html",
          "render 2025-02-14-musk-vs-altman --public",
          "render 2025-02-14-musk-vs-altman --out preview",
        ),
      )
      .action(async (issue: string, options: Options) => {
        exit(await renderOne(terminal, issue, options));
      });
  },
};

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
  if (options.sent === true) {
    const made = await sentTo(terminal, config, list, issueId(named), options.as);
    return writeForms(terminal, { name: issueId(named), asked, out: options.out, made });
  }
  const forArchive = options.public === true;
  if (forArchive && (options.as !== undefined || options.variant !== undefined)) throw forNobody();
  const context = { ...checkContext(config, list), forArchive };
  const checked = await checkIssue(context, issueFile(config, terminal.folder, named));
  showProblems(terminal, checked.problems);
  const { issue } = checked;
  if (issue === undefined || errorsOf(checked.problems).length > 0) return exitCodes.incomplete;
  if (forArchive) {
    const only = asked.length === 0 ? (["html"] as const) : asked;
    return writeForms(terminal, {
      name: issue.id,
      asked: only,
      out: options.out,
      made: publicForms(checked, only),
    });
  }
  await using store = await openExistingStore(config);
  const { recipient, facts } = await readerOf(store, config, list, options.as);
  const edition = editionOf(checked, options.variant ?? variantOf(checked.split, facts).key);
  // Of a mailing that has begun, the date that readers see.
  const target = { issue: issue.id, list: list.id, subscriber: recipient.subscriber };
  const begun =
    store && ((await mailingThatReaches(store, target)) ?? (await findMailing(store, issue.id, list.id)));
  const date = begun?.date ?? systemClock.now();
  const key = store === undefined ? keyWithoutStore : await linkKey(store);
  const from = { ...list, sender: checked.sender };
  const made = formsOf({
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
    signers: () => signersToShow(config, terminal, checked.sender.from.email),
  });
  if (store === undefined && (asked.includes("eml") || options.out !== undefined))
    terminal.note(
      "There is no store yet: the Message-ID and the signed links of this message differ from those of a send.",
    );
  return writeForms(terminal, { name: issue.id, asked, out: options.out, made });
}

function forNobody(): LetterpressError {
  return new LetterpressError(
    "use/public",
    "What everybody reads is the same for everybody: it has no reader and no variant.",
    "Leave out --as and --variant, or --public.",
  );
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
