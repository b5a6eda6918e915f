import { systemClock } from "../../base/clock.ts";
import { checkEach } from "../../check/check-each.ts";
import type { CheckedIssue } from "../../check/check-issue.ts";
import { supportDay } from "../../check/clients/support.ts";
import { issueShelf } from "../../check/earlier-issues.ts";
import { noticedAsSet } from "../../check/rule-settings.ts";
import { everyRule } from "../../check/rules/all.ts";
import { templateShelf } from "../../check/template-shelf.ts";
import { readSigningKeys } from "../../config/read-signing-keys.ts";
import { possibleVariants } from "../../model/possible-variants.ts";
import { variantWords } from "../../model/variant.ts";
import { type Command, examples } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { checkContext } from "../../config/check-context.ts";
import { allIssues, chooseList, errorsOf, issueFile, openNewsletter } from "../newsletter.ts";
import { version } from "../package.ts";
import { askOnline } from "../check/ask-online.ts";
import { dataAge } from "../check/data-age.ts";
import { githubLines } from "../check/github-lines.ts";
import { reportFormat, repositoryPath } from "../check/report-formats.ts";
import { sarifLog } from "../check/sarif-log.ts";
import { mailProblems } from "../service-mails/mail-problems.ts";
import { showProblems } from "../show-problems.ts";
import type { Terminal } from "../terminal.ts";

interface Options {
  readonly list?: string;
  readonly json?: boolean;
  readonly format?: string;
  readonly online?: boolean;
}

/** `letterpress check [issue…]` */
export const check: Command = {
  add(program, terminal, exit) {
    program
      .command("check")
      .description(
        "Reads, renders and checks issues. Exits with 1 when one has an error. Without a name: all issues, and the confirmation and welcome mails of the readers' service. The rules and how to set them: docs/rules.md.",
      )
      .argument("[issue...]", "files, or their names in issues/")
      .option("--list <id>", "the list whose sender the mail comes from")
      .option(
        "--format <name>",
        "pretty; json; github: at the lines of a pull request, from a workflow of GitHub; sarif: for what reads that format",
      )
      .option(
        "--online",
        "ask for every link and hosted picture too, each once in a week; what is found are warnings (docs/outside.md)",
      )
      .option("--json", "print the findings as JSON, as --format json does")
      .addHelpText(
        "after",
        examples(
          "check",
          "check 2025-02-14-musk-vs-altman",
          "check issues/*.yaml --json",
          "check 2025-02-14-musk-vs-altman --online",
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
  const config = await openNewsletter(terminal.folder);
  // The list decides who the sender is; for reading and rendering any of them will do.
  const list = options.list === undefined ? config.lists[0] : chooseList(config, options.list);
  const context = checkContext(config, list ?? chooseList(config, undefined));
  const files =
    named.length === 0
      ? await allIssues(config)
      : named.map((one) => issueFile(config, terminal.folder, one));
  const online = options.online === true ? await askOnline(terminal, config) : undefined;
  const outside = online === undefined ? [] : [online.check];
  const read = { templates: templateShelf(config.root), issues: issueShelf(config.root), outside };
  // Who writes an issue need not have the keys: those that are not here are warnings.
  const { problems: unsigned } = await readSigningKeys(config.dkim, terminal.environment);
  const keyless = noticedAsSet(unsigned, config.rules);
  if (format === "pretty") showProblems(terminal, keyless);
  const reports: CheckedIssue[] = [];
  for (const file of files) {
    const checked = await checkEach({ ...context, ...read }, file);
    if (format === "pretty") show(terminal, checked);
    // All of a hundred issues need not stay in memory: only what is told of them.
    reports.push({ ...checked, editions: checked.editions.map(withoutContent), assets: [] });
  }
  await online?.close();
  const ofMails = named.length === 0 ? noticedAsSet(await mailProblems(config), config.rules) : [];
  if (format === "pretty") showProblems(terminal, ofMails);
  const problems = [...keyless, ...reports.flatMap((one) => one.problems), ...ofMails];
  const age = dataAge(problems, supportDay, systemClock.now());
  if (format === "pretty" && age !== undefined) terminal.note(age);
  const pathOf = repositoryPath(config.root, terminal.environment.GITHUB_WORKSPACE);
  if (format === "json") {
    const first = keyless.length > 0 ? [{ file: config.file, problems: keyless }] : [];
    const last =
      ofMails.length > 0 ? [{ file: config.service.welcome || config.file, problems: ofMails }] : [];
    terminal.print(JSON.stringify([...first, ...reports.map(toJson), ...last], null, 2));
  }
  if (format === "github") for (const line of githubLines(problems, pathOf)) terminal.print(line);
  if (format === "sarif")
    terminal.print(
      JSON.stringify(sarifLog(problems, pathOf, { version: version(), rules: everyRule }), null, 2),
    );
  return errorsOf(problems).length === 0 ? exitCodes.done : exitCodes.incomplete;
}

function withoutContent(edition: CheckedIssue["editions"][number]): CheckedIssue["editions"][number] {
  return { ...edition, html: [], text: [], attachments: [] };
}

function show(terminal: Terminal, checked: CheckedIssue): void {
  const { file, problems, sizes, editions } = checked;
  showProblems(terminal, problems);
  if (editions.length === 0) return;
  const bytes = editions[0]?.html.reduce(
    (sum, part) => sum + (typeof part === "string" ? Buffer.byteLength(part) : 0),
    0,
  );
  if (errorsOf(problems).length > 0) return;
  const blocks = sizes.map((size) => `${size.kind} ${(size.bytes / 1024).toFixed(1)}`).join(", ");
  terminal.print(
    `${terminal.style("green", "ok")} ${file}: ${Math.ceil((bytes ?? 0) / 1024)} KB of HTML (${blocks})`,
  );
  for (const note of checked.notes) terminal.print(`   ${terminal.style("dim", note)}`);
  for (const { key, words } of variantsOf(checked))
    terminal.print(`   ${terminal.style("dim", "variant")} ${key}: ${words}`);
}

/** The variants of an issue that is not the same for everybody, with what makes each of them differ. */
function variantsOf({ split, editions }: CheckedIssue): readonly { key: string; words: string }[] {
  if (editions.length < 2) return [];
  const variants = possibleVariants(split) ?? [];
  return variants.map((variant) => ({ key: variant.key, words: variantWords(split, variant) }));
}

function toJson(checked: CheckedIssue) {
  const { file, issue, problems, sizes, notes } = checked;
  const said = notes.length === 0 ? {} : { notes };
  return { file, status: issue?.status, problems, ...said, sizes, variants: variantsOf(checked) };
}
