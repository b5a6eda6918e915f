import { checkEach } from "../../check/check-each.ts";
import type { CheckedIssue } from "../../check/check-issue.ts";
import { templateShelf } from "../../check/template-shelf.ts";
import { readSigningKeys } from "../../config/read-signing-keys.ts";
import { possibleVariants } from "../../model/possible-variants.ts";
import { variantWords } from "../../model/variant.ts";
import { type Command, examples } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { checkContext } from "../../config/check-context.ts";
import { allIssues, chooseList, errorsOf, issueFile, openNewsletter } from "../newsletter.ts";
import { showProblems } from "../show-problems.ts";
import type { Terminal } from "../terminal.ts";

interface Options {
  readonly list?: string;
  readonly json?: boolean;
}

/** `letterpress check [issue…]` */
export const check: Command = {
  add(program, terminal, exit) {
    program
      .command("check")
      .description(
        "Reads, renders and checks issues. Exits with 1 when one has an error. Without a name: all issues.",
      )
      .argument("[issue...]", "files, or their names in issues/")
      .option("--list <id>", "the list whose sender the mail comes from")
      .option("--json", "print the findings as JSON")
      .addHelpText(
        "after",
        examples("check", "check 2025-02-14-musk-vs-altman", "check issues/*.yaml --json"),
      )
      .action(async (named: string[], options: Options) => {
        exit(await checkIssues(terminal, named, options));
      });
  },
};

async function checkIssues(terminal: Terminal, named: readonly string[], options: Options) {
  const config = await openNewsletter(terminal.folder);
  // The list decides who the sender is; for reading and rendering any of them will do.
  const list = options.list === undefined ? config.lists[0] : chooseList(config, options.list);
  const context = checkContext(config, list ?? chooseList(config, undefined));
  const files =
    named.length === 0
      ? await allIssues(config)
      : named.map((one) => issueFile(config, terminal.folder, one));
  const templates = templateShelf(config.root);
  const reports: object[] = [];
  // Who writes an issue need not have the keys: those that are not here are warnings.
  const { problems: keyless } = await readSigningKeys(config.dkim, terminal.environment);
  if (keyless.length > 0 && options.json === true) reports.push({ file: config.file, problems: keyless });
  else showProblems(terminal, keyless);
  let sound = errorsOf(keyless).length === 0;
  for (const file of files) {
    const checked = await checkEach({ ...context, templates }, file);
    sound &&= errorsOf(checked.problems).length === 0;
    if (options.json === true) reports.push(toJson(checked));
    else show(terminal, checked);
  }
  if (options.json === true) terminal.print(JSON.stringify(reports, null, 2));
  return sound ? exitCodes.done : exitCodes.incomplete;
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
  const { file, issue, problems, sizes } = checked;
  return { file, status: issue?.status, problems, sizes, variants: variantsOf(checked) };
}
