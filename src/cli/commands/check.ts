import { LetterpressError } from "../../base/errors.ts";
import { checkEach } from "../../check/check-each.ts";
import { issueShelf } from "../../check/earlier-issues.ts";
import { noticedAsSet } from "../../check/rule-settings.ts";
import { templateShelf } from "../../check/template-shelf.ts";
import { type Command, examples } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { checkContext } from "../../config/check-context.ts";
import { allIssues, chooseList, errorsOf, issueFile, openNewsletter } from "../newsletter.ts";
import { askSpamAssassin } from "../check/ask-spamassassin.ts";
import { checkReport } from "../check/check-report.ts";
import { issueFixer } from "../check/fix-issues.ts";
import { reportFormat, repositoryPath } from "../check/report-formats.ts";
import { mailProblems } from "../service-mails/mail-problems.ts";
import { signingKeysHere } from "../secrets.ts";
import type { Terminal } from "../terminal.ts";

interface Options {
  readonly list?: string;
  readonly json?: boolean;
  readonly format?: string;
  readonly online?: boolean;
  readonly spamassassin?: boolean;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
}

/** `letterpress check [issue…]` */
export const check: Command = {
  add(program, terminal, exit) {
    program
      .command("check")
      .description(
        "Reads, renders and checks issues. Exits with 1 when one has an error. Without a name: all issues, and the confirmation and welcome mails of the readers' service. The rules and how to set them: npx letterpress docs rules.",
      )
      .argument("[issue...]", "files, or their names in issues/")
      .option("--list <id>", "the list whose sender the mail comes from")
      .option(
        "--format <name>",
        "pretty; json; github: at the lines of a pull request, from a workflow of GitHub; sarif: for what reads that format",
      )
      .option(
        "--online",
        "ask for every link and hosted picture too, each once in a week; what is found are warnings (npx letterpress docs outside)",
      )
      .option(
        "--spamassassin",
        "have SpamAssassin score the message that a send would hand over, by a spamd or its program (npx letterpress docs outside)",
      )
      .option(
        "--fix",
        "write over what can be mended without changing what is meant (npx letterpress docs rules); an issue of which there is a mailing is left as it is, and where there is no store one that is ready and that you do not name",
      )
      .option("--dry-run", "with --fix: only show what it would change")
      .option("--json", "print the findings as JSON, as --format json does")
      .addHelpText(
        "after",
        examples(
          "check",
          "check 2025-02-14-musk-vs-altman",
          "check issues/*.yaml --json",
          "check 2025-02-14-musk-vs-altman --online",
          "check 2025-02-14-musk-vs-altman --spamassassin",
          "check --fix --dry-run",
          "check --format github",
          "check --format sarif > check.sarif",
        ),
      )
      .action(async (named: string[], options: Options) => {
        exit(await checkIssues(terminal, named, options));
      });
  },
};

async function checkIssues(terminal: Terminal, named: readonly string[], options: Options) {
  const format = reportFormat(options.format, options.json === true);
  const dryRun = isDryRun(options);
  const config = await openNewsletter(terminal.folder);
  // The list decides who the sender is; for reading and rendering any of them will do.
  const sending = options.list === undefined ? config.lists[0] : chooseList(config, options.list);
  const files =
    named.length === 0
      ? await allIssues(config)
      : named.map((one) => issueFile(config, terminal.folder, one));
  // Loaded when it is asked for: Node's modules for HTTP and TLS take a tenth of the time of a short check.
  const online =
    options.online === true
      ? await (await import("../check/ask-online.ts")).askOnline(terminal, config)
      : undefined;
  // Who writes an issue need not have the keys: those that are not here are warnings.
  const { keys, problems: keyless } = await signingKeysHere(terminal, config);
  const spam =
    options.spamassassin === true ? await askSpamAssassin(terminal, config, sending, keys) : undefined;
  const context = {
    ...checkContext(config, sending),
    templates: templateShelf(config.root),
    outside: [online, spam].filter((one) => one !== undefined),
  };
  const issues = issueShelf(config.root);
  // What is fixed changes what later issues find on the shelf.
  const anew = () => ({ ...context, issues: issueShelf(config.root) });
  const fixer =
    options.fix === true ? await issueFixer(config, anew, { dryRun, isNamed: named.length > 0 }) : undefined;
  const report = checkReport(terminal, format, dryRun);
  report.addFile(config.file, noticedAsSet(keyless, config.rules));
  for (const file of files)
    report.addIssue(
      fixer ? await fixer.fix(file) : { checked: await checkEach({ ...context, issues }, file) },
    );
  if (named.length === 0)
    report.addFile(
      config.service.welcome || config.file,
      noticedAsSet(await mailProblems(config), config.rules),
    );
  const problems = report.end(repositoryPath(config.root, terminal.environment.GITHUB_WORKSPACE));
  return errorsOf(problems).length === 0 ? exitCodes.done : exitCodes.incomplete;
}

function isDryRun({ dryRun = false, fix = false }: Options): boolean {
  if (!dryRun || fix) return dryRun;
  const remedy = "Write both: without --fix nothing is changed.";
  throw new LetterpressError("use/fix", "--dry-run is for --fix.", remedy);
}
